package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Timeline.RENEWAL;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.issuance.Issuance;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Decision.Outcome;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks at one certificate, decides, and writes down what and why. */
@Component
class Evaluation {

  private final Certificates certificates;
  private final Issuance issuance;
  private final Timeline timeline;
  private final TransactionTemplate transaction;

  Evaluation(
      Certificates certificates,
      Issuance issuance,
      Timeline timeline,
      TransactionTemplate transaction) {
    this.certificates = certificates;
    this.issuance = issuance;
    this.timeline = timeline;
    this.transaction = transaction;
  }

  void run(CertificateId id) {
    abandonOutdated(id);
    Facts facts = facts(id);
    Instant now = timeline.now();
    switch (RenewalRules.decide(facts, now)) {
      case Verdict.Rest(Instant until, String sentence) ->
          write(facts, new Decision(now, Outcome.REST, sentence, Optional.empty(), until));
      case Verdict.Fused(Instant until, String sentence) ->
          write(facts, new Decision(now, Outcome.FUSED, sentence, Optional.empty(), until));
      case Verdict.Renew renew -> renew(facts, renew, now);
    }
  }

  /** An order for what nobody wants any more would only delay the one that is wanted. */
  private void abandonOutdated(CertificateId id) {
    long wanted = certificates.get(RENEWAL, id).policyRevision();
    issuance
        .open(id)
        .filter(order -> order.policyRevision() != wanted)
        .ifPresent(order -> issuance.abandon(RENEWAL, id, "The policy was edited meanwhile."));
  }

  private Facts facts(CertificateId id) {
    Certificate certificate = certificates.get(RENEWAL, id);
    Optional<Version> current =
        certificate.currentVersion().flatMap(version -> certificates.version(RENEWAL, version));
    return new Facts(
        certificate,
        current,
        issuance.open(id),
        certificates.unattendedIssuances(
            RENEWAL, certificate.policy().identifiers(), RenewalRules.fuseWindow(current)));
  }

  private void write(Facts facts, Decision decision) {
    Certificate certificate = facts.certificate();
    transaction.executeWithoutResult(status ->
        timeline.write(
            certificate,
            decision,
            certificate.plan().failures(),
            certificate.plan().attended() && facts.open().isPresent()));
  }

  /**
   * The order is a row of its own; should the server die before the next line, the sweep sees it.
   */
  private void renew(Facts facts, Verdict.Renew renew, Instant now) {
    Certificate certificate = facts.certificate();
    issuance.start(
        RENEWAL,
        certificate,
        new Issuance.Cause(
            renew.reason(), renew.sentence(), certificate.plan().attended(), renew.dueAt()));
    transaction.executeWithoutResult(status -> {
      Certificate latest = certificates.get(RENEWAL, certificate.id());
      boolean stillOpen = issuance.open(certificate.id()).isPresent();
      Decision decision =
          new Decision(
              now, Outcome.RENEW, renew.sentence(), Optional.empty(), now.plusSeconds(600));
      if (stillOpen) {
        timeline.write(latest, decision, latest.plan().failures(), latest.plan().attended());
      } else {
        timeline.add(latest.id(), decision);
      }
    });
  }
}
