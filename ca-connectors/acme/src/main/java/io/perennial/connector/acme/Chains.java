package io.perennial.connector.acme;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.acme.transport.AcmeChain;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.security.auth.x500.X500Principal;

/**
 * Chooses among the chains of one certificate (RFC 8555, section 7.4.2).
 *
 * @param preferred the common name of what the chain should lead to
 */
record Chains(AcmeTransport transport, Optional<String> preferred) {

  /**
   * The chain that leads to the preferred root, or the CA's own choice when none does: a server
   * with another chain is better off than one with an expired certificate.
   */
  List<X509Certificate> fetch(URI account, URI certificate) throws ConnectorException, AcmeRefusal {
    AcmeChain first = transport.certificate(account, certificate);
    if (preferred.isEmpty() || leadsTo(first, preferred.get())) {
      return first.certificates();
    }
    for (URI alternate : first.alternates()) {
      Optional<AcmeChain> other = alternate(account, alternate);
      if (other.filter(chain -> leadsTo(chain, preferred.get())).isPresent()) {
        return other.get().certificates();
      }
    }
    return first.certificates();
  }

  private Optional<AcmeChain> alternate(URI account, URI address) throws ConnectorException {
    try {
      return Optional.of(transport.certificate(account, address));
    } catch (AcmeRefusal lost) {
      return Optional.empty();
    }
  }

  private static boolean leadsTo(AcmeChain chain, String commonName) {
    return commonName(chain.certificates().getLast().getIssuerX500Principal())
        .filter(commonName::equals)
        .isPresent();
  }

  private static Optional<String> commonName(X500Principal name) {
    try {
      return new LdapName(name.getName())
          .getRdns().stream()
              .filter(part -> part.getType().equalsIgnoreCase("CN"))
              .map(part -> String.valueOf(part.getValue()))
              .findFirst();
    } catch (InvalidNameException odd) {
      return Optional.empty();
    }
  }
}
