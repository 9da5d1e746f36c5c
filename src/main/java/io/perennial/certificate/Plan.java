package io.perennial.certificate;

import java.time.Instant;
import java.util.Optional;

/**
 * What happens to a certificate next.
 *
 * @param nextActionAt when somebody looks at it again
 * @param deadline from when on nothing may hold its renewal up; empty until there is a version
 * @param sentence why, in an operator's words
 * @param failures attempts in a row that brought nothing
 * @param attended whether a person asked for the next issuance
 */
public record Plan(
    Instant nextActionAt,
    Optional<Instant> deadline,
    String sentence,
    int failures,
    boolean attended) {

  private static final int MAX_SENTENCE = 2_000;

  public Plan {
    if (sentence.length() > MAX_SENTENCE) {
      sentence = sentence.substring(0, MAX_SENTENCE);
    }
  }

  /** Without failures and wishes: how it stands when an issuance has succeeded. */
  public Plan settled() {
    return new Plan(nextActionAt, deadline, sentence, 0, false);
  }
}
