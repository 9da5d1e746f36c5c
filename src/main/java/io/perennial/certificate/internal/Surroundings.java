package io.perennial.certificate.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Time and chance. */
@Component
record Surroundings(Clock clock, RandomGenerator random) {

  Instant now() {
    return clock.instant();
  }
}
