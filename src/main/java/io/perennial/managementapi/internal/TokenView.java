package io.perennial.managementapi.internal;

import io.perennial.access.ApiToken;
import io.perennial.automation.TokenScopes.Place;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** What is known of a token. */
record TokenView(
    String id,
    String name,
    String role,
    Optional<String> vault,
    Optional<String> certificate,
    Instant createdAt,
    Instant expiresAt,
    Optional<Instant> usedAt,
    Optional<Instant> revokedAt) {

  static TokenView of(ApiToken token, Place place) {
    return new TokenView(
        token.id().value(),
        token.name().value(),
        token.role().name().toLowerCase(Locale.ROOT),
        place.vault(),
        place.certificate(),
        token.createdAt(),
        token.expiresAt(),
        token.usedAt(),
        token.revokedAt());
  }
}
