package io.perennial.managementapi.internal;

import io.perennial.publication.Consumer;
import io.perennial.publication.StandingProof;
import java.time.Instant;
import java.util.Optional;

/** An enrolled server. */
record ConsumerView(
    String id,
    String name,
    Optional<String> hostname,
    Instant createdAt,
    Optional<Instant> enrolledAt,
    Optional<Instant> lastSeenAt,
    Optional<Instant> revokedAt,
    Optional<ProofView> proof) {

  static ConsumerView of(Consumer consumer, Optional<StandingProof> proof) {
    return new ConsumerView(
        consumer.id().value(),
        consumer.name().value(),
        consumer.hostname(),
        consumer.createdAt(),
        consumer.enrolledAt(),
        consumer.lastSeenAt(),
        consumer.revokedAt(),
        proof.map(ProofView::of));
  }
}
