package io.perennial.connector.acme.transport;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order (RFC 8555, section 7.1.3).
 *
 * @param finalizer where the signing request goes
 * @param certificate present once the status is valid
 * @param retryAfter what the CA asked for, between a second and a day
 */
public record AcmeOrder(
    URI url,
    AcmeStatus status,
    Optional<Instant> expires,
    List<URI> authorizations,
    URI finalizer,
    Optional<URI> certificate,
    Optional<AcmeProblem> error,
    Optional<Duration> retryAfter) {

  public AcmeOrder {
    authorizations = List.copyOf(authorizations);
  }
}
