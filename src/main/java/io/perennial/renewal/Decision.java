package io.perennial.renewal;

import io.perennial.connector.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * What was decided about a certificate, and why: one line of its timeline.
 *
 * @param blame whose turn it is, where something went wrong
 * @param nextActionAt when it is looked at again
 */
public record Decision(
    Instant at,
    Outcome outcome,
    String sentence,
    Optional<Problem.Blame> blame,
    Instant nextActionAt) {

  /** What came of looking. */
  public enum Outcome {
    /** An order was started. */
    RENEW,
    /** A version was stored. */
    RENEWED,
    /** Not due yet. */
    REST,
    /** An attempt brought nothing; another follows. */
    FAILED,
    /** Too many issuances already; waits. */
    FUSED,
    /** A person asked for another attempt at once. */
    HURRIED
  }
}
