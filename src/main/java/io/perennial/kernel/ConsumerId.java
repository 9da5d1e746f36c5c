package io.perennial.kernel;

/** An enrolled server. */
public record ConsumerId(String value) implements Id {

  public ConsumerId {
    Id.check(value);
  }
}
