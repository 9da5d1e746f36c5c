package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Timeline.RENEWAL;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Plan;
import io.perennial.issuance.Issuance;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Decision.Outcome;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at one certificate, decides, and writes down what and why. */
@Component
class Evaluation {

  private final Certificates certificates;
  private final Issuance issuance;
  private final FactFinder finder;
  private final Consultation consultation;
  private final Timeline timeline;
  private final TransactionTemplate transaction;

  Evaluation(
      Certificates certificates,
      Issuance issuance,
      FactFinder finder,
      Consultation consultation,
      Timeline timeline,
      TransactionTemplate transaction) {
    this.certificates = certificates;
    this.issuance = issuance;
    this.finder = finder;
    this.consultation = consultation;
    this.timeline = timeline;
    this.transaction = transaction;
  }

  void run(CertificateId id) {
    Optional<Certificate> found = certificates.find(RENEWAL, id);
    if (found.isEmpty()) {
      // It was deleted; what is recovered is due again.
      return;
    }
    Certificate certificate = found.get();
    Facts facts = finder.of(certificate);
    if (outdated(facts)) {
      issuance.abandon(RENEWAL, id, "The policy was edited meanwhile.");
    } else if (RenewalRules.decide(facts, timeline.now()) instanceof Verdict.Renew renew) {
      // Nothing is written before the order, of which there can be but one: nothing need be held.
      start(new Due(certificate, renew));
      return;
    }
    Optional<Due> due = Objects.requireNonNull(transaction.execute(status -> decide(id)));
    due.ifPresent(this::start);
  }

  /** An order for what nobody wants any more would only delay the one that is wanted. */
  private static boolean outdated(Facts facts) {
    return facts
        .open()
        .filter(order -> facts.certificate().outdates(order.policyRevision()))
        .isPresent();
  }

  private Optional<Due> decide(CertificateId id) {
    Certificate certificate = certificates.hold(RENEWAL, id);
    Facts facts = finder.of(certificate);
    Instant now = timeline.now();
    facts.open().ifPresent(issuance::keepScheduled);
    return switch (RenewalRules.decide(facts, now)) {
      case Verdict.Rest(Instant until, String sentence) -> {
        write(certificate, new Decision(now, Outcome.REST, sentence, Optional.empty(), until));
        yield Optional.empty();
      }
      case Verdict.UnderWay(Instant until, String sentence) -> {
        Plan plan = certificate.plan();
        timeline.plan(certificate, until, sentence, plan.failures(), plan.attended());
        yield Optional.empty();
      }
      case Verdict.Fused(Instant until, String sentence) -> {
        write(certificate, new Decision(now, Outcome.FUSED, sentence, Optional.empty(), until));
        yield Optional.empty();
      }
      case Verdict.Watched(Instant until, String sentence) -> {
        timeline.watch(
            certificate, new Decision(now, Outcome.REST, sentence, Optional.empty(), until));
        yield Optional.empty();
      }
      case Verdict.Renew renew -> Optional.of(new Due(certificate, renew));
    };
  }

  private void write(Certificate certificate, Decision decision) {
    timeline.write(
        certificate, decision, certificate.plan().failures(), certificate.plan().attended());
  }

  /** Making a key takes a moment, so no transaction is open; the plan is written with the order. */
  private void start(Due due) {
    issuance.start(
        RENEWAL,
        due.certificate(),
        new Issuance.Cause(
            due.renew().reason(),
            due.renew().sentence(),
            due.certificate().plan().attended(),
            due.renew().dueAt(),
            consultation.replaced(due.certificate())));
  }

  private record Due(Certificate certificate, Verdict.Renew renew) {}
}
