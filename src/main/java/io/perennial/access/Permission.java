package io.perennial.access;

/** What can be allowed. */
public enum Permission {
  READ_CERTIFICATES,
  WRITE_CERTIFICATES,
  /** Takes away private keys and secrets' values. */
  READ_PRIVATE_KEY,
  /** Sees which secrets there are, without their values. */
  READ_SECRETS,
  /** Sets, deletes and restores secrets, without seeing their values. */
  WRITE_SECRETS,
  /** Sees public keys. */
  READ_KEYS,
  UPDATE_KEYS,
  SIGN,
  VERIFY,
  WRAP_KEY,
  UNWRAP_KEY,
  ENCRYPT,
  DECRYPT,
  READ_ISSUERS,
  WRITE_ISSUERS,
  READ_CONSUMERS,
  WRITE_CONSUMERS,
  REPORT_INSTALLATION,
  READ_AUDIT,
  MANAGE_ACCESS
}
