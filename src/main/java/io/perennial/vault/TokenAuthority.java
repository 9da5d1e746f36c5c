package io.perennial.vault;

/** By which of its two names clients of a vault are sent to the authority that gives tokens. */
public enum TokenAuthority {
  /** {@code adfs}, with which SDKs ask nobody else whether the authority is a good one. */
  ADFS,
  /** The deployment's own id, for clients that want a tenant's GUID. */
  TENANT
}
