package io.perennial.connector.acme.transport;

import io.perennial.connector.Identifier;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * An authorization (RFC 8555, section 7.1.4).
 *
 * @param http01 the challenge we can meet, where the CA offers it
 * @param error why a challenge failed, whichever it was
 * @param retryAfter what the CA asked for, between a second and a day
 */
public record AcmeAuthorization(
    URI url,
    Identifier name,
    AcmeStatus status,
    Optional<HttpChallenge> http01,
    Optional<AcmeProblem> error,
    Optional<Duration> retryAfter) {

  /** An http-01 challenge (RFC 8555, section 8.3); the token is base64url. */
  public record HttpChallenge(URI url, AcmeStatus status, String token) {}
}
