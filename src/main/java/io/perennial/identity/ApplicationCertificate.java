package io.perennial.identity;

import io.perennial.access.ClientId;
import java.time.Instant;
import java.util.Optional;

/**
 * A certificate by whose key an application signs assertions (RFC 7523) instead of showing a
 * secret. Its private key was never here.
 *
 * @param id tells it from the application's others
 * @param thumbprint SHA-256 of the certificate, in lower-case hexadecimal digits
 * @param expiresAt when the certificate does
 * @param usedAt when it was used first
 */
public record ApplicationCertificate(
    String id,
    ClientId application,
    String thumbprint,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Instant> revokedAt) {

  /** Whether an assertion by its key counts. */
  public boolean usable(Instant now) {
    return revokedAt.isEmpty() && expiresAt.isAfter(now);
  }
}
