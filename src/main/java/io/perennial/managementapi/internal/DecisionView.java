package io.perennial.managementapi.internal;

import io.perennial.renewal.Decision;
import java.time.Instant;
import java.util.Optional;

/** One line of a timeline. */
record DecisionView(
    Instant at, String outcome, String sentence, Optional<String> blame, Instant nextActionAt) {

  static DecisionView of(Decision decision) {
    return new DecisionView(
        decision.at(),
        decision.outcome().name(),
        decision.sentence(),
        decision.blame().map(Enum::name),
        decision.nextActionAt());
  }
}
