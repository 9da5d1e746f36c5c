package io.perennial.access;

/** What can be allowed. */
public enum Permission {
  READ_CERTIFICATES,
  WRITE_CERTIFICATES,
  READ_PRIVATE_KEY,
  /** Sees which secrets there are, without their values. */
  READ_SECRETS,
  /** Sees public keys. */
  READ_KEYS,
  READ_ISSUERS,
  WRITE_ISSUERS,
  READ_CONSUMERS,
  WRITE_CONSUMERS,
  REPORT_INSTALLATION,
  READ_AUDIT,
  MANAGE_ACCESS
}
