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
import io.perennial.renewal.Decision;
import io.perennial.renewal.Decision.Outcome;
import io.perennial.renewal.Renewal;
import io.perennial.scheduling.DurableTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class DecidedRenewal implements Renewal {

  private final Certificates certificates;
  private final Issuance issuance;
  private final DecisionRepository decisions;
  private final Timeline timeline;
  private final Access access;
  private final RenewalProperties properties;

  DecidedRenewal(
      Certificates certificates,
      Issuance issuance,
      DecisionRepository decisions,
      Timeline timeline,
      Access access,
      RenewalProperties properties) {
    this.certificates = certificates;
    this.issuance = issuance;
    this.decisions = decisions;
    this.timeline = timeline;
    this.access = access;
    this.properties = properties;
  }

  @Override
  @Transactional
  public void retry(Principal actor, CertificateId id) {
    ask(actor, id, "certificate.retry", "A person asked for another attempt.");
  }

  @Override
  @Transactional
  public void renewNow(Principal actor, CertificateId id) {
    ask(actor, id, "certificate.renew", "A person asked for a new version.");
  }

  private void ask(Principal actor, CertificateId id, String action, String sentence) {
    Certificate certificate = certificates.get(actor, id);
    access.authorizer().require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    Instant now = timeline.now();
    timeline.write(
        certificate, new Decision(now, Outcome.HURRIED, sentence, Optional.empty(), now), 0, true);
    access.audit().record(new AuditEvent(actor.name(), action, certificate.scope().path(), ""));
    issuance.hurry(actor, id);
    access.tasks().run(RenewalTasks.RENEWAL_TASK, id.value(), now);
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

  /** What every use case passes through. */
  @org.springframework.stereotype.Component
  record Access(Authorizer authorizer, Audit audit, DurableTasks tasks) {}
}
