package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Timeline.RENEWAL;

import io.perennial.certificate.Begin;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateChanged;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.connector.Problem;
import io.perennial.issuance.Backoff;
import io.perennial.issuance.Issuance;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderDelayed;
import io.perennial.issuance.OrderEnded;
import io.perennial.issuance.OrderPlanned;
import io.perennial.issuer.IssuerChanged;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Decision.Outcome;
import io.perennial.revocation.Revocation;
import io.perennial.revocation.RevocationRequested;
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

  /** The net beneath whoever wanted to start the order. */
  private static final Duration AFTER_CALLER = Duration.ofMinutes(1);

  private final Certificates certificates;
  private final Issuance issuance;
  private final AdviceRepository advices;
  private final Consultation consultation;
  private final Timeline timeline;
  private final DurableTasks tasks;

  OrderOutcomes(
      Certificates certificates,
      Issuance issuance,
      AdviceRepository advices,
      Consultation consultation,
      Timeline timeline,
      DurableTasks tasks) {
    this.certificates = certificates;
    this.issuance = issuance;
    this.advices = advices;
    this.consultation = consultation;
    this.timeline = timeline;
    this.tasks = tasks;
  }

  @EventListener
  void changed(CertificateChanged change) {
    Instant now = timeline.now();
    tasks.run(
        RenewalTasks.RENEWAL_TASK,
        change.certificate().value(),
        change.begin() == Begin.BY_CALLER ? now.plus(AFTER_CALLER) : now);
  }

  /** What failed because of the issuer's settings is tried again at once, open orders too. */
  @EventListener
  void edited(IssuerChanged change) {
    Instant now = timeline.now();
    for (CertificateId id : certificates.failing(RENEWAL, change.issuer())) {
      issuance.hurry(RENEWAL, id);
      Certificate certificate = certificates.hold(RENEWAL, id);
      timeline.write(
          certificate,
          new Decision(now, Outcome.HURRIED, "Its issuer was edited.", Optional.empty(), now),
          0,
          certificate.plan().attended());
      tasks.run(RenewalTasks.RENEWAL_TASK, id.value(), now);
    }
  }

  /** What a person wants gone is replaced at once, whatever was waited for. */
  @EventListener
  void revoked(RevocationRequested request) {
    Revocation revocation = request.revocation();
    issuance.hurry(RENEWAL, revocation.certificate());
    Certificate certificate = certificates.hold(RENEWAL, revocation.certificate());
    if (!certificate.currentVersion().equals(Optional.of(revocation.version()))) {
      return;
    }
    Instant now = timeline.now();
    String sentence =
        "%s asked to revoke the version in use (%s)."
            .formatted(revocation.requestedBy(), revocation.reason().words());
    timeline.write(
        certificate, new Decision(now, Outcome.HURRIED, sentence, Optional.empty(), now), 0, true);
    tasks.run(RenewalTasks.RENEWAL_TASK, certificate.id().value(), now);
  }

  @EventListener
  void planned(OrderPlanned news) {
    Order order = news.order();
    Certificate certificate = certificates.hold(RENEWAL, order.certificate());
    Instant now = timeline.now();
    Instant watch = RenewalRules.watch(current(certificate), order, now);
    timeline.write(
        certificate,
        new Decision(now, Outcome.RENEW, order.sentence(), Optional.empty(), watch),
        certificate.plan().failures(),
        certificate.plan().attended());
    again(certificate, order);
  }

  @EventListener
  void delayed(OrderDelayed news) {
    Order order = news.order();
    Certificate certificate = certificates.hold(RENEWAL, order.certificate());
    Instant now = timeline.now();
    int failures = certificate.plan().failures() + 1;
    timeline.write(
        certificate,
        failure(now, failures, order.problem().orElse(""), order.blame(), order.nextStepAt()),
        RenewalRules.watch(current(certificate), order, now),
        failures,
        certificate.plan().attended());
    again(certificate, order);
  }

  @EventListener
  void ended(OrderEnded end) {
    Certificate certificate = certificates.hold(RENEWAL, end.order().certificate());
    Optional<Version> current = current(certificate);
    if (end.problem().isPresent()) {
      failed(certificate, current, end.order(), end.problem().get());
    } else {
      current.ifPresent(version -> renewed(certificate, version));
    }
    // Ended first, so that what comes next is a task of its own.
    tasks.done();
    again(certificate, end.order());
  }

  /** What became of an order for a policy that was edited meanwhile must not delay the next. */
  private void again(Certificate planned, Order order) {
    if (!planned.outdates(order.policyRevision())) {
      return;
    }
    Instant now = timeline.now();
    Certificate certificate = certificates.get(RENEWAL, planned.id());
    certificates.plan(
        RENEWAL,
        planned.id(),
        new Plan(now, certificate.plan().deadline(), certificate.plan().sentence(), 0, true));
    tasks.run(RenewalTasks.RENEWAL_TASK, planned.id().value(), now);
  }

  private Optional<Version> current(Certificate certificate) {
    return certificate.currentVersion().flatMap(id -> certificates.version(RENEWAL, id));
  }

  private void renewed(Certificate certificate, Version version) {
    Instant now = timeline.now();
    Facts facts =
        new Facts(
            certificate.withPlan(certificate.plan().settled()),
            Optional.of(version),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            false);
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
        false);
    if (consultation.answered(version)) {
      advices.begin(version.id(), now);
      tasks.run(RenewalTasks.ADVICE_TASK, version.id().value(), now);
    }
  }

  private void failed(
      Certificate certificate, Optional<Version> current, Order order, Problem problem) {
    Instant now = timeline.now();
    int failures = certificate.plan().failures() + 1;
    Duration wait =
        Backoff.after(
            failures,
            least(problem),
            current
                .filter(version -> !order.reason().equals(Order.REVOKED))
                .map(version -> Duration.between(now, version.notAfter())),
            timeline.random());
    // What the CA issued in vain has used the wish up; else the fuse would never count the next.
    boolean attended = certificate.plan().attended() && order.issuedAt().isEmpty();
    timeline.write(
        certificate,
        failure(now, failures, problem.detail(), Optional.of(problem.blame()), now.plus(wait)),
        failures,
        attended);
  }

  private static Duration least(Problem problem) {
    Duration asked = problem.retryAfter().orElse(Duration.ZERO);
    return problem.blame() == Problem.Blame.REQUEST && asked.compareTo(AFTER_VALIDATION) < 0
        ? AFTER_VALIDATION
        : asked;
  }

  private static Decision failure(
      Instant now, int failures, String problem, Optional<Problem.Blame> blame, Instant next) {
    return new Decision(
        now,
        Outcome.FAILED,
        "Attempt %d failed: %s Next attempt on %s."
            .formatted(failures, sentence(problem), next.truncatedTo(ChronoUnit.SECONDS)),
        blame,
        next);
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
