package io.perennial.renewal.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.renewal.Deadline;
import io.perennial.renewal.Decision;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** Writes decisions down: the certificate's next action and a line of its timeline, together. */
@Component
class Timeline {

  static final Principal RENEWAL = Principal.system("renewal");

  private final DecisionRepository decisions;
  private final Certificates certificates;
  private final Clock clock;
  private final RandomGenerator random;

  Timeline(
      DecisionRepository decisions,
      Certificates certificates,
      Clock clock,
      RandomGenerator random) {
    this.decisions = decisions;
    this.certificates = certificates;
    this.clock = clock;
    this.random = random;
  }

  Instant now() {
    return clock.instant();
  }

  RandomGenerator random() {
    return random;
  }

  /** Writes a line, unless it says the same as the certificate's row does already. */
  void write(Certificate certificate, Decision decision, int failures, boolean attended) {
    write(certificate, decision, decision.nextActionAt(), failures, attended);
  }

  /**
   * The same, where the certificate is looked at again only some time after what the line says.
   *
   * @param watch when
   */
  void write(
      Certificate certificate, Decision decision, Instant watch, int failures, boolean attended) {
    boolean news =
        decision.outcome() != Decision.Outcome.REST
            || !decision.sentence().equals(certificate.plan().sentence());
    plan(certificate, watch, decision.sentence(), failures, attended);
    if (news) {
      decisions.insert(certificate.id(), decision);
    }
  }

  /** Writes a line about what nobody renews: there is no deadline for doing so. */
  void watch(Certificate certificate, Decision decision) {
    boolean news = !decision.sentence().equals(certificate.plan().sentence());
    certificates.plan(
        RENEWAL,
        certificate.id(),
        new Plan(decision.nextActionAt(), Optional.empty(), decision.sentence(), 0, false));
    if (news) {
      decisions.insert(certificate.id(), decision);
    }
  }

  /** Sets what happens next without a line: nothing was decided. */
  void plan(
      Certificate certificate, Instant watch, String sentence, int failures, boolean attended) {
    Optional<Version> current =
        certificate.currentVersion().flatMap(id -> certificates.version(RENEWAL, id));
    certificates.plan(
        RENEWAL,
        certificate.id(),
        new Plan(
            watch,
            current.map(version -> Deadline.of(version.notBefore(), version.notAfter())),
            sentence,
            failures,
            attended));
  }
}
