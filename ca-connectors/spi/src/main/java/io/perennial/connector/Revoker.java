package io.perennial.connector;

import java.security.cert.X509Certificate;

/** Facet of a {@link Connector} whose CA takes back what it issued. */
public interface Revoker {

  /**
   * Tells the CA that a certificate shall no longer be trusted. One bounded step, which may be
   * repeated: that the certificate is revoked already is success, whatever reason stands with it.
   *
   * @param certificate an end entity's that this CA issued
   */
  RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason)
      throws ConnectorException;
}
