package io.perennial.kernel;

/** One attempt to get one version. */
public record OrderId(String value) implements Id {

  public OrderId {
    Id.check(value);
  }
}
