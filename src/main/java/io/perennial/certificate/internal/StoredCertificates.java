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
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Description;
import io.perennial.certificate.NewCertificate;
import io.perennial.certificate.Plan;
import io.perennial.certificate.SecretForm;
import io.perennial.certificate.Version;
import io.perennial.certificate.VersionIssued;
import io.perennial.connector.Identifier;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Id;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.secret.SecretNames;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class StoredCertificates implements Certificates {

  /** Long enough for an RSA key to be made. */
  private static final Duration AFTER_CALLER = Duration.ofMinutes(1);

  private final CertificateRepository certificates;
  private final VersionRepository versions;
  private final Authorizer authorizer;
  private final Audit audit;
  private final SecretNames secrets;
  private final Surroundings surroundings;

  StoredCertificates(
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
  public Certificate create(Principal actor, NewCertificate wanted) {
    return create(actor, wanted, Begin.AT_ONCE);
  }

  @Override
  public Certificate create(Principal actor, NewCertificate wanted, Begin begin) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, Scope.vault(wanted.vault()));
    Instant now = surroundings.now();
    Certificate certificate =
        new Certificate(
            new CertificateId(Id.random(surroundings.random())),
            wanted.vault(),
            wanted.name(),
            wanted.issuer(),
            wanted.policy(),
            1,
            1,
            SecretForm.PKCS12,
            wanted.tags(),
            true,
            Optional.empty(),
            new Plan(at(begin, now), Optional.empty(), "It was just created.", 0, true),
            now,
            now);
    secrets.claim(wanted.vault(), wanted.name());
    // Asked while the vault is held: who waited at the index instead would hold up those who edit
    // the row, and they wait for the vault.
    if (certificates.taken(wanted.vault(), wanted.name())) {
      throw Refusal.conflict(
          "There is already a certificate %s. Open that one, or choose another name. If no list shows it, it was deleted: its vault can recover or purge it."
              .formatted(wanted.name().value()));
    }
    certificates.insert(certificate);
    audit.record(
        new AuditEvent(
            actor.name(),
            "certificate.create",
            certificate.scope().path(),
            certificate.name().value() + " for " + Identifiers.key(wanted.policy().identifiers())));
    surroundings.events().publishEvent(new CertificateChanged(certificate.id(), begin));
    return certificate;
  }

  @Override
  public Certificate update(
      Principal actor, CertificateId id, IssuerId issuer, CertificatePolicy policy) {
    return update(actor, id, issuer, policy, Expected.any());
  }

  @Override
  public Certificate update(
      Principal actor,
      CertificateId id,
      IssuerId issuer,
      CertificatePolicy policy,
      Expected expected) {
    expected.check(hold(actor, id).policyRevision());
    return update(actor, id, issuer, policy, Begin.AT_ONCE);
  }

  @Override
  public Certificate update(
      Principal actor, CertificateId id, IssuerId issuer, CertificatePolicy policy, Begin begin) {
    Certificate known = hold(actor, id);
    certificates.updatePolicy(id, issuer, policy, begin != Begin.LATER, surroundings.now());
    certificates.plan(
        id,
        new Plan(
            at(begin, surroundings.now()),
            known.plan().deadline(),
            "Its policy was edited.",
            0,
            begin == Begin.LATER ? known.plan().attended() : true));
    audit.record(
        new AuditEvent(
            actor.name(),
            "certificate.update",
            known.scope().path(),
            Identifiers.key(policy.identifiers())));
    surroundings.events().publishEvent(new CertificateChanged(id, begin));
    return load(id);
  }

  /** What its caller begins with, renewal looks at only should that caller be killed. */
  private static Instant at(Begin begin, Instant now) {
    return begin == Begin.BY_CALLER ? now.plus(AFTER_CALLER) : now;
  }

  @Override
  public Certificate describe(Principal actor, CertificateId id, Description description) {
    Certificate known = hold(actor, id);
    Certificate described = known.described(description);
    certificates.describe(described, surroundings.now());
    audit.record(
        new AuditEvent(
            actor.name(),
            "certificate.describe",
            known.scope().path(),
            described.enabled() ? "enabled" : "disabled"));
    if (described.enabled() && !known.enabled()) {
      surroundings.events().publishEvent(new CertificateChanged(id, Begin.AT_ONCE));
    }
    return load(id);
  }

  @Override
  public Certificate settle(Principal actor, CertificateId id) {
    Certificate known = hold(actor, id);
    certificates.settle(id);
    audit.record(new AuditEvent(actor.name(), "certificate.settle", known.scope().path(), ""));
    return load(id);
  }

  @Override
  @Transactional(readOnly = true)
  public Certificate get(Principal actor, CertificateId id) {
    Certificate certificate = load(id);
    authorizer.require(actor, Permission.READ_CERTIFICATES, certificate.scope());
    return certificate;
  }

  private Certificate load(CertificateId id) {
    return certificates
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no certificate " + id.value() + "."));
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Certificate> find(Principal actor, VaultId vault, ObjectName name) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.vault(vault));
    return certificates.find(vault, name);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Certificate> find(Principal actor, CertificateId id) {
    Optional<Certificate> found = certificates.find(id);
    found.ifPresent(certificate ->
        authorizer.require(actor, Permission.READ_CERTIFICATES, certificate.scope()));
    return found;
  }

  @Override
  @Transactional(readOnly = true)
  public List<Certificate> list(Principal actor) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return certificates.list();
  }

  @Override
  @Transactional(readOnly = true)
  public List<Version> versions(Principal actor, CertificateId id) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, load(id).scope());
    return versions.newestFirst(id);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Version> version(Principal actor, VersionId id) {
    Optional<Version> found = versions.find(id);
    found.ifPresent(version ->
        authorizer.require(
            actor, Permission.READ_CERTIFICATES, scope(actor, version.certificate())));
    return found;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Version> version(Principal actor, CertificateId id, VersionId knownAs) {
    return version(actor, knownAs)
        .filter(found -> found.certificate().equals(id) && !found.restored())
        .or(() -> versions.restored(id, knownAs));
  }

  @Override
  @Transactional(readOnly = true)
  public Scope scopeOf(Principal actor, CertificateId id) {
    Scope scope =
        certificates
            .scope(id)
            .orElseThrow(() -> Refusal.notFound("There is no certificate " + id.value() + "."));
    authorizer.require(actor, Permission.READ_CERTIFICATES, scope);
    return scope;
  }

  /** The system's own role holds everywhere, so its certificates' scopes need not be read. */
  private Scope scope(Principal actor, CertificateId id) {
    return actor.kind() == Principal.Kind.SYSTEM ? Scope.deployment() : load(id).scope();
  }

  @Override
  @Transactional(readOnly = true)
  public String chain(Principal actor, VersionId id) {
    version(actor, id);
    return versions
        .chain(id)
        .orElseThrow(() -> Refusal.notFound("There is no version " + id.value() + "."));
  }

  @Override
  public Version add(
      Principal actor, CertificateId id, NewVersion wanted, List<X509Certificate> chain) {
    Certificate certificate = load(id);
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    X509Certificate leaf = chain.getFirst();
    Version version =
        new Version(
            wanted.id(),
            wanted.id(),
            id,
            versions.highestNumber(id) + 1,
            wanted.issuer(),
            wanted.policyRevision(),
            names(leaf),
            leaf.getSerialNumber().toString(16),
            Fingerprint.of(leaf),
            leaf.getNotBefore().toInstant(),
            leaf.getNotAfter().toInstant(),
            surroundings.now(),
            wanted.attended());
    versions.insert(version, chain);
    certificates.makeCurrent(id, version.id());
    audit.record(
        new AuditEvent(
            actor.name(),
            "certificate.version",
            certificate.scope().path(),
            "version %d, serial %s".formatted(version.number(), version.serial())));
    surroundings.events().publishEvent(new VersionIssued(load(id), version));
    return version;
  }

  static List<Identifier> names(X509Certificate leaf) {
    try {
      return List.copyOf(Identifiers.of(leaf));
    } catch (CertificateParsingException accepted) {
      throw new IllegalStateException("an accepted certificate cannot be read", accepted);
    }
  }

  @Override
  public Certificate hold(Principal actor, CertificateId id) {
    certificates.hold(id);
    Certificate certificate = load(id);
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    return certificate;
  }

  @Override
  public Certificate bound(Principal actor, CertificateId id, int change) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, scope(actor, id));
    certificates.bound(id, change);
    return load(id);
  }

  @Override
  public void plan(Principal actor, CertificateId id, Plan plan) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, scope(actor, id));
    certificates.plan(id, plan);
  }

  @Override
  @Transactional(readOnly = true)
  public List<CertificateId> due(Principal actor, Instant now, int limit) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return certificates.due(now, limit);
  }

  @Override
  @Transactional(readOnly = true)
  public List<Certificate> of(Principal actor, IssuerId issuer) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return certificates.of(issuer);
  }

  @Override
  @Transactional(readOnly = true)
  public List<CertificateId> failing(Principal actor, IssuerId issuer) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return certificates.failing(issuer);
  }
}
