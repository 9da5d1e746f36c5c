package io.perennial.connector.local;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Identifier;
import io.perennial.connector.testkit.ConnectorContract;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;

class SelfSignedContractTest extends ConnectorContract {

  @Override
  protected ConnectorFactory factory() {
    return new SelfSignedFactory();
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of();
  }

  @Override
  protected Set<String> phases() {
    return Set.of("PREPARED");
  }

  @Override
  protected List<X509Certificate> roots(Connector connector, X509Certificate leaf) {
    return List.of(leaf);
  }

  @Override
  protected List<Identifier> identifiers() {
    return Orders.EVERY_KIND;
  }
}
