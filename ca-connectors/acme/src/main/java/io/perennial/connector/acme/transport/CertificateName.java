package io.perennial.connector.acme.transport;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.AcmeUtils;

/** How renewal information names a certificate (RFC 9773, section 4.1). */
final class CertificateName {

  private CertificateName() {}

  /**
   * Authority key identifier and serial number, base64url, joined by a dot; empty for a certificate
   * that has no authority key identifier.
   */
  static Optional<String> of(X509Certificate certificate) {
    try {
      return Optional.of(AcmeUtils.getRenewalUniqueIdentifier(certificate));
    } catch (AcmeProtocolException nameless) {
      return Optional.empty();
    }
  }
}
