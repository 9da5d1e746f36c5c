package io.perennial.connector.local;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.CrlSource;
import io.perennial.connector.TrustSource;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

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

  @Override
  protected Optional<Boolean> revokedByTheCa(Connector connector, X509Certificate certificate)
      throws Exception {
    byte[] der = ((CrlSource) connector).crl(1).orElseThrow().der();
    return Optional.of(
        CertificateFactory.getInstance("X.509")
            .generateCRL(new ByteArrayInputStream(der))
            .isRevoked(certificate));
  }
}
