package io.perennial.connector;

import java.security.cert.X509Certificate;
import java.util.List;

/** Facet of a {@link Connector} that knows which roots its certificates lead to. */
public interface TrustSource {

  /** Self-issued certificates to put into a client's trust store. */
  List<X509Certificate> roots() throws ConnectorException;
}
