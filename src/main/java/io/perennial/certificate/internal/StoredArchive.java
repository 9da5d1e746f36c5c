package io.perennial.certificate.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Begin;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateArchive;
import io.perennial.certificate.CertificateChanged;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Id;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import io.perennial.pki.Pem;
import io.perennial.secret.SecretNames;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class StoredArchive implements CertificateArchive {

  /** Of the policy with which a restored certificate begins; what was outdated met none. */
  private static final long REVISION = 1;

  private final CertificateRepository certificates;
  private final VersionRepository versions;
  private final Authorizer authorizer;
  private final Audit audit;
  private final SecretNames secrets;
  private final Surroundings surroundings;

  StoredArchive(
      CertificateRepository certificates,
      VersionRepository versions,
      Authorizer authorizer,
      Audit audit,
      SecretNames secrets,
      Surroundings surroundings) {
    this.certificates = certificates;
    this.versions = versions;
    this.authorizer = authorizer;
    this.audit = audit;
    this.secrets = secrets;
    this.surroundings = surroundings;
  }

  @Override
  @Transactional(readOnly = true)
  public Archived take(Principal actor, CertificateId id, Function<IssuerId, ObjectName> issuers) {
    Certificate certificate =
        certificates
            .find(id)
            .orElseThrow(() -> Refusal.notFound("There is no certificate " + id.value() + "."));
    authorizer.require(actor, Permission.BACKUP_CERTIFICATES, certificate.scope());
    List<Version> all = versions.newestFirst(id).reversed();
    if (all.isEmpty()) {
      throw Refusal.invalid(
          "The certificate %s has no version yet. Back it up once it was issued."
              .formatted(certificate.name().value()));
    }
    if (all.size() > MOST_VERSIONS) {
      throw Refusal.invalid(
          "The certificate %s has more than %d versions, which is the most that a backup holds."
              .formatted(certificate.name().value(), MOST_VERSIONS));
    }
    return new Archived(
        certificate.name(),
        issuers.apply(certificate.issuer()),
        PolicyJson.write(certificate.policy()),
        certificate.secretForm(),
        certificate.tags(),
        certificate.enabled(),
        certificate.createdAt(),
        certificate.updatedAt(),
        all.stream()
            .map(version ->
                new ArchivedVersion(
                    version.id(),
                    version.knownAs(),
                    issuers.apply(version.issuer()),
                    certificate.outdates(version.policyRevision()),
                    version.attended(),
                    version.issuedAt(),
                    versions.chain(version.id()).orElseThrow()))
            .toList());
  }

  @Override
  public Restored restore(
      Principal actor, VaultId vault, Archived archived, Function<ObjectName, IssuerId> issuers) {
    authorizer.require(actor, Permission.RESTORE_CERTIFICATES, Scope.vault(vault));
    Certificate certificate =
        new Certificate(
            new CertificateId(Id.random(surroundings.random())),
            vault,
            archived.name(),
            issuers.apply(archived.issuer()),
            PolicyJson.read(archived.policy()),
            REVISION,
            REVISION,
            archived.secretForm(),
            archived.tags(),
            archived.enabled(),
            Optional.empty(),
            new Plan(surroundings.now(), Optional.empty(), "It was just restored.", 0, false),
            archived.createdAt(),
            archived.updatedAt());
    secrets.claim(vault, archived.name());
    if (certificates.taken(vault, archived.name())) {
      throw Refusal.conflict(
          "There is already a certificate %s in this vault. Delete and purge it first."
              .formatted(archived.name().value()));
    }
    certificates.insert(certificate);
    certificates.describe(certificate, archived.updatedAt());
    List<VersionId> ids = new ArrayList<>();
    for (ArchivedVersion version : archived.versions()) {
      ids.add(restored(certificate.id(), version, ids.size() + 1, issuers));
    }
    certificates.makeCurrent(certificate.id(), ids.getLast());
    audit.record(
        new AuditEvent(
            actor.name(),
            "certificate.restore",
            certificate.scope().path(),
            "%s, %d versions".formatted(archived.name().value(), ids.size())));
    surroundings.events().publishEvent(new CertificateChanged(certificate.id(), Begin.AT_ONCE));
    return new Restored(certificates.find(certificate.id()).orElseThrow(), ids);
  }

  /** As a row of its own: the one that it was may still be there, in another vault. */
  private VersionId restored(
      CertificateId certificate,
      ArchivedVersion version,
      int number,
      Function<ObjectName, IssuerId> issuers) {
    List<X509Certificate> chain = Pem.parse(version.chain());
    X509Certificate leaf = chain.getFirst();
    VersionId id = new VersionId(Id.random(surroundings.random()));
    versions.insert(
        new Version(
            id,
            version.knownAs(),
            certificate,
            number,
            issuers.apply(version.issuer()),
            version.outdated() ? REVISION - 1 : REVISION,
            StoredCertificates.names(leaf),
            leaf.getSerialNumber().toString(16),
            Fingerprint.of(leaf),
            leaf.getNotBefore().toInstant(),
            leaf.getNotAfter().toInstant(),
            version.issuedAt(),
            version.attended()),
        chain);
    return id;
  }
}
