package io.perennial.connector.acme.transport;

import io.perennial.connector.Identifier;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What an order is opened with (RFC 8555, section 7.4).
 *
 * @param profile the CA's name for a kind of certificate
 * @param replaces the certificate that the new one replaces (RFC 9773, section 5); only for CAs
 *     that give renewal information
 */
public record AcmeOrderRequest(
    List<Identifier> names, Optional<String> profile, Optional<X509Certificate> replaces) {

  public AcmeOrderRequest {
    names = List.copyOf(names);
  }

  /** The same, but said to replace nothing. */
  public AcmeOrderRequest withoutReplaces() {
    return new AcmeOrderRequest(names, profile, Optional.empty());
  }
}
