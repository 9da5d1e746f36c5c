package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Timeline.RENEWAL;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateChanged;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.connector.Problem;
import io.perennial.issuance.Backoff;
import io.perennial.issuance.OrderEnded;
import io.perennial.issuer.IssuerChanged;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Decision.Outcome;
import io.perennial.scheduling.DurableTasks;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Plans what follows news from below, inside the transaction that brought it. */
@Component
class OrderOutcomes {

  /** A CA allows five failed validations an hour for a name. */
  private static final Duration AFTER_VALIDATION = Duration.ofMinutes(12);

  private final Certificates certificates;
  private final Timeline timeline;
  private final DurableTasks tasks;

  OrderOutcomes(Certificates certificates, Timeline timeline, DurableTasks tasks) {
    this.certificates = certificates;
    this.timeline = timeline;
    this.tasks = tasks;
  }

  @EventListener
  void changed(CertificateChanged change) {
    tasks.run(RenewalTasks.RENEWAL_TASK, change.certificate().value(), timeline.now());
  }

  @EventListener
  void edited(IssuerChanged change) {
    Instant now = timeline.now();
    for (CertificateId id : certificates.failing(RENEWAL, change.issuer())) {
      timeline.write(
          certificates.get(RENEWAL, id),
          new Decision(now, Outcome.HURRIED, "Its issuer was edited.", Optional.empty(), now),
          0,
          false);
      tasks.run(RenewalTasks.RENEWAL_TASK, id.value(), now);
    }
  }

  @EventListener
  void ended(OrderEnded end) {
    Certificate certificate = certificates.get(RENEWAL, end.order().certificate());
    Optional<Version> current =
        certificate.currentVersion().flatMap(id -> certificates.version(RENEWAL, id));
    if (end.problem().isPresent()) {
      failed(certificate, current, end.problem().get());
    } else {
      current.ifPresent(version -> renewed(certificate, version));
    }
  }

  private void renewed(Certificate certificate, Version version) {
    Instant now = timeline.now();
    boolean editedMeanwhile = version.policyRevision() != certificate.policyRevision();
    Facts facts =
        new Facts(
            certificate.withPlan(certificate.plan().settled()),
            Optional.of(version),
            Optional.empty(),
            List.of());
    Verdict next = RenewalRules.decide(facts, now);
    timeline.write(
        certificate,
        new Decision(
            now,
            Outcome.RENEWED,
            "Version %d was issued. %s".formatted(version.number(), next.sentence()),
            Optional.empty(),
            next instanceof Verdict.Rest rest ? rest.until() : now),
        0,
        editedMeanwhile);
  }

  private void failed(Certificate certificate, Optional<Version> current, Problem problem) {
    Instant now = timeline.now();
    int failures = certificate.plan().failures() + 1;
    Duration least =
        problem.blame() == Problem.Blame.REQUEST
            ? AFTER_VALIDATION
            : problem.retryAfter().orElse(Duration.ZERO);
    Duration wait =
        Backoff.after(
            failures,
            least,
            current.map(version -> Duration.between(now, version.notAfter())),
            timeline.random());
    Instant next = now.plus(wait);
    timeline.write(
        certificate,
        new Decision(
            now,
            Outcome.FAILED,
            "Attempt %d failed: %s Next attempt on %s."
                .formatted(
                    failures, sentence(problem.detail()), next.truncatedTo(ChronoUnit.SECONDS)),
            Optional.of(problem.blame()),
            next),
        failures,
        certificate.plan().attended());
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
