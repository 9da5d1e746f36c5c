package io.perennial.managementapi.internal;

import io.perennial.issuance.Order;
import java.time.Instant;
import java.util.Optional;

/** One attempt to get one version. */
record OrderView(
    String id,
    String state,
    String phase,
    String reason,
    String sentence,
    boolean attended,
    Instant dueAt,
    int attempts,
    Optional<String> problem,
    Optional<String> blame,
    Instant nextStepAt,
    Instant createdAt,
    Optional<Instant> issuedAt,
    Optional<Instant> endedAt) {

  static OrderView of(Order order) {
    return new OrderView(
        order.id().value(),
        order.state().name(),
        order.phase(),
        order.reason(),
        order.sentence(),
        order.attended(),
        order.dueAt(),
        order.attempts(),
        order.problem(),
        order.blame().map(Enum::name),
        order.nextStepAt(),
        order.createdAt(),
        order.issuedAt(),
        order.endedAt());
  }
}
