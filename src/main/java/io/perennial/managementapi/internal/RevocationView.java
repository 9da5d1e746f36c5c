package io.perennial.managementapi.internal;

import io.perennial.revocation.Revocation;
import java.time.Instant;
import java.util.Optional;

/** Somebody's wish that a version be trusted no longer, and how far it has come. */
record RevocationView(
    String version,
    String reason,
    String requestedBy,
    Instant requestedAt,
    Optional<String> problem,
    Optional<Instant> nextStepAt,
    Optional<Instant> revokedAt) {

  static RevocationView of(Revocation revocation) {
    return new RevocationView(
        revocation.version().value(),
        revocation.reason().name(),
        revocation.requestedBy(),
        revocation.requestedAt(),
        revocation.problem(),
        revocation.nextStepAt(),
        revocation.revokedAt());
  }
}
