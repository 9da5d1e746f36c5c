package io.perennial.vault;

/** How the PFX files of a vault's certificates are encrypted (RFC 7292). */
public enum PfxForm {
  /** AES-256 and HMAC with SHA-256. */
  MODERN,
  /**
   * Triple DES and HMAC with SHA-1, for programs that read nothing else: Go's x/crypto/pkcs12,
   * older Windows and Java.
   */
  COMPATIBLE
}
