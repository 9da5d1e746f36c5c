package io.perennial.connector;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a certificate shall be, before there is a key for it.
 *
 * @param identifiers the hosts, without duplicates, the first also being the common name where the
 *     CA still writes one; none where the properties have a subject or other names
 * @param keyType of the key to certify
 * @param validity how long the certificate should live, where the requester may say
 * @param profile the CA's name for a kind of certificate, where it has several
 * @param properties what it shall say besides
 */
public record RequestedCertificate(
    List<Identifier> identifiers,
    KeyType keyType,
    Optional<Duration> validity,
    Optional<String> profile,
    X509Properties properties) {

  /** A certificate for a TLS server. */
  public RequestedCertificate(
      List<Identifier> identifiers,
      KeyType keyType,
      Optional<Duration> validity,
      Optional<String> profile) {
    this(identifiers, keyType, validity, profile, X509Properties.OF_THE_CA);
  }

  public RequestedCertificate {
    identifiers = List.copyOf(identifiers);
    if (identifiers.isEmpty()
        && properties.subject().isEmpty()
        && properties.otherNames().isEmpty()) {
      throw new IllegalArgumentException("a certificate needs at least one name");
    }
  }

  /** How many alternative names there are. */
  public int names() {
    return identifiers.size() + properties.otherNames().size();
  }
}
