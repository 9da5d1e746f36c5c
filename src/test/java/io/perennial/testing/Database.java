package io.perennial.testing;

import java.util.Map;

/** What the same tests run on. */
public enum Database {
  /** Embedded, at the address and with the settings that the product ships. */
  H2,
  /** A real server; each test gets a database of its own. */
  POSTGRESQL;

  /** What an operator would set to use it: properties of the server. */
  public Map<String, String> properties() {
    return switch (this) {
      case H2 -> Map.of();
      case POSTGRESQL ->
          Map.of(
              "spring.profiles.active",
              "postgresql",
              "spring.datasource.url",
              PostgresServer.createDatabase());
    };
  }
}
