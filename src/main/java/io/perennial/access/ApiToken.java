package io.perennial.access;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an API token, which is everything but the token.
 *
 * @param id of the program that holds it
 * @param role what it may do
 * @param scope where
 * @param usedAt when it was used first
 */
public record ApiToken(
    PrincipalId id,
    ObjectName name,
    Role role,
    Scope scope,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Instant> revokedAt) {

  /** Whether it opens anything. */
  public boolean usable(Instant now) {
    return revokedAt.isEmpty() && expiresAt.isAfter(now);
  }
}
