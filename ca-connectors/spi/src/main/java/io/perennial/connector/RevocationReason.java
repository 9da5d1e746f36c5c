package io.perennial.connector;

/**
 * Why a certificate is revoked (RFC 5280, section 5.3.1). Holds, which can be lifted, and what only
 * a CA may say of itself are left out: what is revoked here stays so.
 */
public enum RevocationReason {
  UNSPECIFIED(0, "no reason given"),
  KEY_COMPROMISE(1, "key compromise"),
  AFFILIATION_CHANGED(3, "affiliation changed"),
  SUPERSEDED(4, "superseded"),
  CESSATION_OF_OPERATION(5, "cessation of operation"),
  PRIVILEGE_WITHDRAWN(9, "privilege withdrawn");

  private final int code;
  private final String words;

  RevocationReason(int code, String words) {
    this.code = code;
    this.words = words;
  }

  /** The CRLReason of RFC 5280, which ACME sends too (RFC 8555, section 7.6). */
  public int code() {
    return code;
  }

  /** For sentences, in lower case. */
  public String words() {
    return words;
  }
}
