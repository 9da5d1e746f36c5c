package io.perennial.connector.local;

import io.perennial.connector.Identifier;
import io.perennial.connector.testkit.ConnectorContract;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The contract for connectors that need no CA elsewhere. */
abstract class LocalContract extends ConnectorContract {

  @Override
  protected final Map<String, String> settings() {
    return Map.of();
  }

  @Override
  protected final Set<String> phases() {
    return Set.of("PREPARED");
  }

  @Override
  protected final List<Identifier> identifiers() {
    return Orders.EVERY_KIND;
  }
}
