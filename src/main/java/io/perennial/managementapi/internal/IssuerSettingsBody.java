package io.perennial.managementapi.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a CA is configured from now on; a secret that is left out keeps its value. */
record IssuerSettingsBody(@Nullable Map<String, @Nullable String> settings) {

  static Map<String, String> filled(@Nullable Map<String, @Nullable String> sent) {
    Map<String, String> filled = new HashMap<>();
    if (sent != null) {
      sent.forEach((name, value) -> filled.put(name, Texts.of(value)));
    }
    return filled;
  }

  /** Settings may hold a secret. */
  @Override
  public String toString() {
    return "IssuerSettingsBody[]";
  }
}
