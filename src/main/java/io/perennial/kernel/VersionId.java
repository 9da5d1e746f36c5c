package io.perennial.kernel;

/** An issued version; certificate, key and bundle share it. */
public record VersionId(String value) implements Id {

  public VersionId {
    Id.check(value);
  }
}
