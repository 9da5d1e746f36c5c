package io.perennial.kernel;

/** A vault. */
public record VaultId(String value) implements Id {

  public VaultId {
    Id.check(value);
  }
}
