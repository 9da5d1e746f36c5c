package io.perennial.managementapi.internal;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A CA to configure. */
record IssuerBody(
    @Nullable String name,
    @Nullable String type,
    @Nullable Map<String, @Nullable String> settings) {

  /** Settings may hold a secret. */
  @Override
  public String toString() {
    return "IssuerBody[" + name + "]";
  }
}
