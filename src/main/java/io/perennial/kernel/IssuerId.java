package io.perennial.kernel;

/** A configured CA. */
public record IssuerId(String value) implements Id {

  public IssuerId {
    Id.check(value);
  }
}
