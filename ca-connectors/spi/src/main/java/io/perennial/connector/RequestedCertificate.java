package io.perennial.connector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate shall be, before there is a key for it.
 *
 * @param identifiers at least one, without duplicates, the first also being the common name where
 *     the CA still writes one
 * @param keyType of the key to certify
 * @param validity how long the certificate should live, where the requester may say
 * @param profile the CA's name for a kind of certificate, where it has several
 */
public record RequestedCertificate(
    List<Identifier> identifiers,
    KeyType keyType,
    Optional<Duration> validity,
    Optional<String> profile) {

  public RequestedCertificate {
    identifiers = List.copyOf(identifiers);
    if (identifiers.isEmpty()) {
      throw new IllegalArgumentException("a certificate needs at least one identifier");
    }
  }
}
