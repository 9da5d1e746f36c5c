package io.perennial.managementapi.internal;

import io.perennial.access.ClientSecret;
import java.time.Instant;
import java.util.Optional;

/** What is known of a client secret. */
record ClientSecretView(
    String id,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Instant> revokedAt) {

  static ClientSecretView of(ClientSecret secret) {
    return new ClientSecretView(
        secret.id(), secret.createdAt(), secret.expiresAt(), secret.usedAt(), secret.revokedAt());
  }
}
