package io.perennial.connector.local;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.TrustSource;
import java.security.cert.X509Certificate;
import java.util.List;

class PrivateCaContractTest extends LocalContract {

  @Override
  protected ConnectorFactory factory() {
    return new PrivateCaFactory();
  }

  @Override
  protected List<X509Certificate> roots(Connector connector, X509Certificate leaf)
      throws Exception {
    return ((TrustSource) connector).roots();
  }
}
