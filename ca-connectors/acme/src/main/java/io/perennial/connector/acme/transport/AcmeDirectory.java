package io.perennial.connector.acme.transport;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * What a CA says of itself.
 *
 * @param terms of service that an account must accept
 * @param profiles that orders may name; empty when the CA has none
 * @param externalAccountRequired whether accounts must be bound to one made elsewhere
 * @param renewalInfo below which the CA tells when it wants certificates renewed (RFC 9773)
 */
public record AcmeDirectory(
    Optional<URI> terms,
    Set<String> profiles,
    boolean externalAccountRequired,
    Optional<URI> renewalInfo) {

  public AcmeDirectory {
    profiles = Set.copyOf(profiles);
  }
}
