package io.perennial.kernel;

/** Somebody who can be allowed something. */
public record PrincipalId(String value) implements Id {

  public PrincipalId {
    Id.check(value);
  }
}
