package io.perennial.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether anything will expire unattended.
 *
 * @param needs what a person must look at, worst first; empty: nothing
 * @param checkedAt when the sweep last ran
 * @param margin until the certificate of the worst binding expires; empty without bindings
 * @param bindings how many there are
 */
public record Overview(
    List<Need> needs,
    Optional<Instant> checkedAt,
    Optional<Duration> margin,
    int bindings,
    Instant now) {

  public Overview {
    needs = List.copyOf(needs);
  }

  /** Whether nothing needs anybody. */
  public boolean green() {
    return needs.isEmpty();
  }

  /** The sentence. */
  public String sentence() {
    if (!green()) {
      return needs.size() == 1 ? "1 needs you." : needs.size() + " need you.";
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
