package io.perennial.managementapi.internal;

import io.perennial.access.Application;
import java.time.Instant;
import java.util.Optional;

/** A program that gets tokens for vaults. */
record ApplicationView(
    String clientId,
    String principal,
    String name,
    Instant createdAt,
    Optional<Instant> revokedAt) {

  static ApplicationView of(Application application) {
    return new ApplicationView(
        application.clientId().value(),
        application.principal().value(),
        application.name().value(),
        application.createdAt(),
        application.revokedAt());
  }
}
