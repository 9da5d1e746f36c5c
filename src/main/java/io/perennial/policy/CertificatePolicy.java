package io.perennial.policy;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.RequestedCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted of a certificate, now and at each renewal.
 *
 * @param identifiers the names, at least one, without duplicates
 * @param validity how long each version should live, where the CA lets us say
 * @param profile the CA's name for a kind of certificate
 */
public record CertificatePolicy(
    List<Identifier> identifiers,
    KeyType keyType,
    Optional<Duration> validity,
    Optional<String> profile,
    LifetimeAction lifetimeAction) {

  /** Two thirds, so that a third is left for failures. */
  public static final LifetimeAction TWO_THIRDS = new LifetimeAction.Percentage(66);

  public CertificatePolicy {
    identifiers = List.copyOf(identifiers);
  }

  /** What each order asks the CA for. */
  public RequestedCertificate requested() {
    return new RequestedCertificate(identifiers, keyType, validity, profile);
  }

  /** P-256, the CA's own validity, renewed at two thirds of it. */
  public static CertificatePolicy of(List<Identifier> identifiers) {
    return new CertificatePolicy(
        identifiers, KeyType.P_256, Optional.empty(), Optional.empty(), TWO_THIRDS);
  }
}
