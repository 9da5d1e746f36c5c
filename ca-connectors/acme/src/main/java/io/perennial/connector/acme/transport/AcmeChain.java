package io.perennial.connector.acme.transport;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A chain as a CA hands it out (RFC 8555, section 7.4.2).
 *
 * @param certificates the end entity's first
 * @param alternates where the same certificate can be had with other chains
 */
public record AcmeChain(List<X509Certificate> certificates, List<URI> alternates) {

  public AcmeChain {
    certificates = List.copyOf(certificates);
    alternates = List.copyOf(alternates);
  }
}
