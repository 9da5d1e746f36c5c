package io.perennial.publication.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Scope;
import io.perennial.audit.AuditTrail;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.publication.KeyAccess;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class AuditedKeyAccess implements KeyAccess {

  private final Certificates certificates;
  private final CertificateQueries versions;
  private final ConsumerRepository consumers;
  private final Principals principals;
  private final AuditTrail trail;
  private final Authorizer authorizer;

  AuditedKeyAccess(
      Certificates certificates,
      CertificateQueries versions,
      ConsumerRepository consumers,
      Principals principals,
      AuditTrail trail,
      Authorizer authorizer) {
    this.certificates = certificates;
    this.versions = versions;
    this.consumers = consumers;
    this.principals = principals;
    this.trail = trail;
    this.authorizer = authorizer;
  }

  @Override
  public boolean visible(Principal actor, CertificateId certificate) {
    return authorizer.allows(
        actor, Permission.READ_AUDIT, certificates.get(actor, certificate).scope());
  }

  @Override
  public Takers takers(Principal actor, CertificateId certificate) {
    Scope scope = certificates.get(actor, certificate).scope();
    authorizer.require(actor, Permission.READ_AUDIT, scope);
    return new Takers(
        consumers.bound(certificate, Slice.MOST),
        principals.holders(Permission.READ_PRIVATE_KEY, scope));
  }

  /** A key is on record under its version's id, everything else under the certificate's scope. */
  @Override
  public Page<AuditTrail.Entry> history(
      Principal actor, Optional<CertificateId> certificate, Optional<String> action, Slice slice) {
    if (certificate.isEmpty()) {
      authorizer.require(actor, Permission.READ_AUDIT, Scope.deployment());
      return trail.newest(new AuditTrail.Filter(Set.of(), action), slice);
    }
    CertificateId id = certificate.get();
    Scope scope = certificates.get(actor, id).scope();
    authorizer.require(actor, Permission.READ_AUDIT, scope);
    Set<String> about = new HashSet<>();
    if (!action.equals(Optional.of(READING))) {
      about.add(scope.path());
    }
    versions
        .versions(actor, id, Slice.first(Slice.MOST))
        .items()
        .forEach(version -> about.add(version.id().value()));
    if (about.isEmpty()) {
      // Which the filter would take for everything.
      return new Page<>(List.of(), Optional.empty());
    }
    return trail.newest(new AuditTrail.Filter(about, action), slice);
  }
}
