package io.perennial.connector.testkit.acme;

/** What is wrong with the certificates that are issued. */
public enum CertificateFlaw {
  NONE,
  /** Another key than the one in the signing request. */
  WRONG_KEY,
  /** The last name is left out. */
  MISSING_SAN,
  /** A name nobody asked for. */
  EXTRA_SAN,
  /** The intermediate's signature does not verify. */
  BROKEN_SIGNATURE,
  /** The chain goes up to the self-signed root. */
  ROOT_INCLUDED,
  /** Valid in ten days only. */
  FUTURE_NOT_BEFORE
}
