package io.perennial.renewal.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.issuance.Issuance;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Decision.Outcome;
import io.perennial.renewal.Renewal;
import io.perennial.scheduling.DurableTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class DecidedRenewal implements Renewal {

  private final Certificates certificates;
  private final Issuance issuance;
  private final DecisionRepository decisions;
  private final Deciding deciding;
  private final Access access;
  private final RenewalProperties properties;

  DecidedRenewal(
      Certificates certificates,
      Issuance issuance,
      DecisionRepository decisions,
      Deciding deciding,
      Access access,
      RenewalProperties properties) {
    this.certificates = certificates;
    this.issuance = issuance;
    this.decisions = decisions;
    this.deciding = deciding;
    this.access = access;
    this.properties = properties;
  }

  @Override
  @Transactional
  public void retry(Principal actor, CertificateId id) {
    Certificate certificate = held(actor, id);
    hurry(
        actor,
        certificate,
        "certificate.retry",
        "A person asked for another attempt.",
        certificate.plan().attended() || waits(certificate));
  }

  @Override
  @Transactional
  public void renewNow(Principal actor, CertificateId id) {
    hurry(actor, held(actor, id), "certificate.renew", "A person asked for a new version.", true);
  }

  /** The order before the certificate: steps lock them in that order too. */
  private Certificate held(Principal actor, CertificateId id) {
    access
        .authorizer()
        .require(actor, Permission.WRITE_CERTIFICATES, certificates.get(actor, id).scope());
    if (deciding.finder().watched(certificates.get(actor, id))) {
      throw Refusal.conflict(
          "It was imported, and no issuer was named that renews it. Import its successor.");
    }
    issuance.hurry(actor, id);
    return certificates.hold(Timeline.RENEWAL, id);
  }

  /** Whether an issuance is due, and only its backoff or the fuse holds it up. */
  private boolean waits(Certificate certificate) {
    Facts facts = deciding.finder().of(certificate.withPlan(certificate.plan().settled()));
    return switch (RenewalRules.decide(facts, deciding.timeline().now())) {
      case Verdict.Renew renew -> true;
      case Verdict.Fused fused -> true;
      case Verdict.Rest rest -> false;
      case Verdict.UnderWay underWay -> false;
      case Verdict.Watched watched -> false;
    };
  }

  private void hurry(
      Principal actor, Certificate certificate, String action, String sentence, boolean attended) {
    Instant now = deciding.timeline().now();
    deciding
        .timeline()
        .write(
            certificate,
            new Decision(now, Outcome.HURRIED, sentence, Optional.empty(), now),
            0,
            attended);
    access.audit().record(new AuditEvent(actor.name(), action, certificate.scope().path(), ""));
    access.tasks().run(RenewalTasks.RENEWAL_TASK, certificate.id().value(), now);
  }

  @Override
  public List<Decision> decisions(Principal actor, CertificateId id, int limit) {
    Certificate certificate = certificates.get(actor, id);
    access.authorizer().require(actor, Permission.READ_CERTIFICATES, certificate.scope());
    return decisions.newestFirst(id, limit);
  }

  @Override
  public Optional<Instant> lastSweep() {
    return decisions.lastSweep();
  }

  @Override
  public Duration sweepInterval() {
    return properties.sweepInterval();
  }

  /** What a decision is made from, and where it is written down. */
  @Component
  record Deciding(FactFinder finder, Timeline timeline) {}

  /** What every use case passes through. */
  @Component
  record Access(Authorizer authorizer, Audit audit, DurableTasks tasks) {}
}
