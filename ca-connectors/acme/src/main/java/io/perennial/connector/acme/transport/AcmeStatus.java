package io.perennial.connector.acme.transport;

import java.util.Arrays;
import java.util.Locale;

/** The states of RFC 8555, section 7.1.6, and one for words it does not know. */
public enum AcmeStatus {
  PENDING,
  READY,
  PROCESSING,
  VALID,
  INVALID,
  EXPIRED,
  REVOKED,
  DEACTIVATED,
  UNKNOWN;

  static AcmeStatus of(String word) {
    return Arrays.stream(values())
        .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
