package io.perennial.connector.local;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import java.security.cert.X509Certificate;
import java.util.List;

class SelfSignedContractTest extends LocalContract {

  @Override
  protected ConnectorFactory factory() {
    return new SelfSignedFactory();
  }

  @Override
  protected List<X509Certificate> roots(Connector connector, X509Certificate leaf) {
    return List.of(leaf);
  }
}
