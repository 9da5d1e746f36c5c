package io.perennial.connector;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** Facet of a {@link Connector} whose CA says when it wants its certificates renewed (RFC 9773). */
public interface RenewalAdviser {

  /**
   * Names the CA that the settings lead to, at most 2,000 characters, so that no CA is asked about
   * another one's certificates after the settings were edited. Offline.
   */
  String origin();

  /**
   * Asks the CA about a certificate of its own.
   *
   * @return what it said, not yet believed; empty when it gives no advice
   */
  Optional<RenewalAdvice> advise(X509Certificate certificate) throws ConnectorException;
}
