package io.perennial.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an application's secret, which is everything but the secret.
 *
 * @param id no secret; part of the secret, so that its holder can tell which one it is
 * @param usedAt when it was used first
 */
public record ClientSecret(
    String id,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Instant> revokedAt) {

  /** Whether it opens anything. */
  public boolean usable(Instant now) {
    return revokedAt.isEmpty() && expiresAt.isAfter(now);
  }
}
