package io.perennial.certificate.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Begin;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateChanged;
import io.perennial.certificate.CertificatePurged;
import io.perennial.certificate.DeletedCertificates;
import io.perennial.certificate.Version;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class StoredDeletedCertificates implements DeletedCertificates {

  private final DeletionRepository deletions;
  private final CertificateRepository certificates;
  private final VersionRepository versions;
  private final Authorizer authorizer;
  private final Surroundings surroundings;
  private final Told told;

  StoredDeletedCertificates(
      DeletionRepository deletions,
      CertificateRepository certificates,
      VersionRepository versions,
      Authorizer authorizer,
      Surroundings surroundings,
      Told told) {
    this.deletions = deletions;
    this.certificates = certificates;
    this.versions = versions;
    this.authorizer = authorizer;
    this.surroundings = surroundings;
    this.told = told;
  }

  @Override
  @Transactional(readOnly = true)
  public Page<Deleted> page(Principal actor, VaultId vault, Slice slice) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.vault(vault));
    return Page.of(
        deletions.page(vault, slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        deleted -> deleted.certificate().name().value());
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Deleted> find(Principal actor, VaultId vault, ObjectName name) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.vault(vault));
    return deletions.find(vault, name);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Deleted> find(Principal actor, CertificateId id) {
    Optional<Deleted> found = deletions.find(id);
    found.ifPresent(deleted ->
        authorizer.require(actor, Permission.READ_CERTIFICATES, deleted.certificate().scope()));
    return found;
  }

  private Scope scope(CertificateId id) {
    return certificates
        .scope(id)
        .orElseThrow(() -> Refusal.notFound("There is no certificate " + id.value() + "."));
  }

  @Override
  public Deleted delete(Principal actor, CertificateId id, Instant purge) {
    Scope scope = scope(id);
    authorizer.require(actor, Permission.DELETE_CERTIFICATES, scope);
    if (!deletions.delete(id, surroundings.now(), purge)) {
      throw Refusal.conflict(
          "A server has just been bound to it, or it has just been deleted. Look at it again.");
    }
    record(actor, "certificate.delete", scope, "until " + purge);
    return deletions.find(id).orElseThrow();
  }

  @Override
  public Certificate recover(Principal actor, CertificateId id) {
    Scope scope = scope(id);
    authorizer.require(actor, Permission.RECOVER_CERTIFICATES, scope);
    if (!deletions.recover(id, surroundings.now())) {
      throw Refusal.notFound("It is not deleted any more.");
    }
    record(actor, "certificate.recover", scope, "");
    told.events().publishEvent(new CertificateChanged(id, Begin.AT_ONCE));
    return certificates.find(id).orElseThrow();
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void deleteAll(Principal actor, VaultId vault, Instant purge) {
    authorizer.require(actor, Permission.DELETE_CERTIFICATES, Scope.vault(vault));
    if (!deletions.deleteAll(vault, surroundings.now(), purge)) {
      throw Refusal.conflict(
          "A server has just been bound to one of its certificates. Look at it again.");
    }
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void recoverAll(Principal actor, VaultId vault) {
    authorizer.require(actor, Permission.RECOVER_CERTIFICATES, Scope.vault(vault));
    deletions.recoverAll(vault, surroundings.now());
  }

  @Override
  public void purge(Principal actor, CertificateId id) {
    Scope scope = scope(id);
    authorizer.require(actor, Permission.PURGE_CERTIFICATES, scope);
    if (!deletions.hold(id)) {
      throw Refusal.notFound("It is not deleted any more.");
    }
    Certificate certificate = deletions.find(id).orElseThrow().certificate();
    told.events()
        .publishEvent(
            new CertificatePurged(
                actor, certificate, versions.newestFirst(id).stream().map(Version::id).toList()));
    deletions.purge(id);
    record(actor, "certificate.purge", scope, certificate.name().value());
  }

  private void record(Principal actor, String action, Scope scope, String detail) {
    told.audit().record(new AuditEvent(actor.name(), action, scope.path(), detail));
  }

  /** Who hears of it. */
  @Component("deletionsTold")
  record Told(Audit audit, ApplicationEventPublisher events) {}
}
