package io.perennial.architecture.offending.certificate;

import java.time.Instant;

/** Reads the machine's clock. */
final class ServiceWithItsOwnClock {

  Instant now() {
    return Instant.now();
  }
}
