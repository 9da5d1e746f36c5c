package io.perennial.connector.acme.transport;

import java.io.IOException;

/** An answer or an address that we refuse; the CA was reached, so trying again does not help. */
final class Unacceptable extends IOException {

  Unacceptable(String message) {
    super(message);
  }
}
