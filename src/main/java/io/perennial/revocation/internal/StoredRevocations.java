package io.perennial.revocation.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.connector.RevocationReason;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;
import io.perennial.revocation.Revocation;
import io.perennial.revocation.RevocationRequested;
import io.perennial.revocation.Revocations;
import io.perennial.scheduling.DurableTasks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class StoredRevocations implements Revocations {

  private final RevocationRepository revocations;
  private final RevocationSteps steps;
  private final Certificates certificates;
  private final DurableTasks tasks;
  private final ApplicationEventPublisher events;
  private final Access access;

  StoredRevocations(
      RevocationRepository revocations,
      RevocationSteps steps,
      Certificates certificates,
      DurableTasks tasks,
      ApplicationEventPublisher events,
      Access access) {
    this.revocations = revocations;
    this.steps = steps;
    this.certificates = certificates;
    this.tasks = tasks;
    this.events = events;
    this.access = access;
  }

  @Override
  public Revocation revoke(Principal actor, VersionId id, RevocationReason reason) {
    Version version =
        certificates
            .version(actor, id)
            .orElseThrow(() -> Refusal.notFound("There is no version " + id.value() + "."));
    Certificate certificate = certificates.get(actor, version.certificate());
    access.authorizer().require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    Optional<Revocation> known = revocations.find(id);
    if (known.flatMap(Revocation::revokedAt).isPresent()) {
      return known.get();
    }
    Instant now = steps.now();
    if (known.isPresent() && !known.get().refused()) {
      revocations.hasten(id, now);
    } else {
      request(actor, version, reason, known.isPresent());
      access
          .audit()
          .record(
              new AuditEvent(
                  actor.name(),
                  "certificate.revoke",
                  certificate.scope().path(),
                  "version %d, serial %s, %s"
                      .formatted(version.number(), version.serial(), reason.words())));
      events.publishEvent(new RevocationRequested(revocations.find(id).orElseThrow()));
    }
    tasks.run(RevocationTasks.STEP, id.value(), now);
    return revocations.find(id).orElseThrow();
  }

  private void request(Principal actor, Version version, RevocationReason reason, boolean again) {
    Instant now = steps.now();
    if (!version.notAfter().isAfter(now)) {
      throw Refusal.conflict(
          "Version %d has expired, so nobody trusts it any more; there is nothing to revoke."
              .formatted(version.number()));
    }
    steps
        .obstacle(actor, version)
        .ifPresent(sentence -> {
          throw Refusal.conflict(sentence);
        });
    Revocation wish =
        new Revocation(
            version.id(),
            version.certificate(),
            reason,
            actor.name(),
            now,
            0,
            Optional.empty(),
            Optional.of(now),
            Optional.empty());
    if (again) {
      revocations.renew(wish);
      return;
    }
    try {
      revocations.insert(wish);
    } catch (DuplicateKeyException atTheSameTime) {
      throw Refusal.conflict(
          "Somebody else has just asked to revoke version %d; look at it again."
              .formatted(version.number()));
    }
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Revocation> find(Principal actor, VersionId id) {
    Optional<Revocation> found = revocations.find(id);
    found.ifPresent(revocation -> requireRead(actor, revocation.certificate()));
    return found;
  }

  @Override
  @Transactional(readOnly = true)
  public List<Revocation> of(Principal actor, CertificateId certificate) {
    requireRead(actor, certificate);
    return revocations.of(certificate);
  }

  private void requireRead(Principal actor, CertificateId certificate) {
    Scope scope = certificates.get(actor, certificate).scope();
    access.authorizer().require(actor, Permission.READ_CERTIFICATES, scope);
  }

  @Override
  @Transactional(readOnly = true)
  public List<Revocation> ofUnexpired(Principal actor) {
    access.authorizer().require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return revocations.ofUnexpired(steps.now());
  }

  /** What every use case passes through. */
  @Component
  record Access(Authorizer authorizer, Audit audit) {}
}
