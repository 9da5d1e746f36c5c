package io.perennial.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether anything will expire unattended.
 *
 * @param needs what a person must look at, worst first; of each clause the first few
 * @param counts how many there are of each clause; none where there is nothing
 * @param checkedAt when the sweep last ran
 * @param margin until the certificate of the worst binding expires; empty without bindings
 * @param bindings how many there are
 */
public record Overview(
    List<Need> needs,
    Map<Clause, Long> counts,
    Optional<Instant> checkedAt,
    Optional<Duration> margin,
    int bindings,
    Instant now) {

  public Overview {
    needs = List.copyOf(needs);
    counts = Map.copyOf(counts);
  }

  /** Whether nothing needs anybody. */
  public boolean green() {
    return count() == 0;
  }

  /** How many need somebody, told in words or not. */
  public long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How many need somebody for this reason. */
  public long count(Clause clause) {
    return counts.getOrDefault(clause, 0L);
  }

  /** The sentence. */
  public String sentence() {
    if (!green()) {
      return count() == 1 ? "1 needs you." : count() + " need you.";
    }
    return bindings == 0 ? "Nothing is bound to a server yet." : "Nothing will expire unattended.";
  }

  /** How long ago the sweep ran, in words. */
  public String checked() {
    return checkedAt
        .map(at -> "Checked " + Span.words(Duration.between(at, now)) + " ago.")
        .orElse("Not checked yet.");
  }

  /** The margin in words. */
  public String marginInWords() {
    return margin.map(Span::words).orElse("–");
  }

  /**
   * Something that a person must look at.
   *
   * @param clause which of the sentence's conditions it breaks
   * @param subject a certificate's name, or the server itself
   * @param certificate id of the certificate, if it is about one
   */
  public record Need(
      Clause clause, String subject, Optional<String> certificate, String sentence) {}

  /** The conditions of the sentence. */
  public enum Clause {
    /** The clock was not set lately by more than minutes. */
    CLOCK,
    /** The sweep ran within two intervals. */
    SWEEP,
    /** Each bound certificate has a version that has not expired. */
    VERSION,
    /** Each has a next action, in the future or only just due, and before its deadline. */
    NEXT_ACTION,
    /** Each binding serves what is published. */
    SERVED,
    /** What is revoked is served nowhere, and what shall be revoked is. */
    REVOKED,
    /** What was imported and is only watched does not near its end. */
    WATCHED
  }
}
