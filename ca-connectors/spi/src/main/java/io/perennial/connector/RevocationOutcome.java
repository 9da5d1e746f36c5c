package io.perennial.connector;

/** What came of an attempt to revoke. */
public sealed interface RevocationOutcome {

  /** The CA counts the certificate as revoked, since now or since earlier. */
  record Revoked() implements RevocationOutcome {}

  /** The CA will not revoke it, however often it is asked. */
  record Refused(Problem problem) implements RevocationOutcome {}
}
