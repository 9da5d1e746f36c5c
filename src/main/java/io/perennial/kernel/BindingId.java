package io.perennial.kernel;

/** A consumer's wish for a certificate. */
public record BindingId(String value) implements Id {

  public BindingId {
    Id.check(value);
  }
}
