package io.perennial.protection;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.pki.Fingerprint;
import io.perennial.pki.Identifiers;
import io.perennial.pki.KeyMaterial;
import io.perennial.policy.CertificatePolicy;
import io.perennial.publication.Bindings;
import io.perennial.publication.Truths;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes certificates in that were made elsewhere. From then on they are certificates like any
 * other, except that without an issuer of ours nothing renews them: they are watched.
 */
@Service
public class Imports {

  /**
   * Whoever may bring a certificate need see neither issuers nor the servers that it has to fit.
   */
  private static final Principal IMPORTING = Principal.system("import");

  private final Certificates certificates;
  private final Keys keys;
  private final Issuers issuers;
  private final Bindings bindings;
  private final TransactionTemplate transaction;
  private final Surroundings surroundings;

  Imports(
      Certificates certificates,
      Keys keys,
      Issuers issuers,
      Bindings bindings,
      TransactionTemplate transaction,
      Surroundings surroundings) {
    this.certificates = certificates;
    this.keys = keys;
    this.issuers = issuers;
    this.bindings = bindings;
    this.transaction = transaction;
    this.surroundings = surroundings;
  }

  /**
   * Stores key and chain as the current version of a new certificate, or as the successor of a
   * watched one of that name.
   *
   * @throws Refusal that says what is wrong with the files, or with the name
   */
  public Certificate bring(Principal actor, Import brought) {
    return bring(actor, "", brought);
  }

  /**
   * The same, in a vault that may be another than the first.
   *
   * @param vault by name; blank: the first
   */
  public Certificate bring(Principal actor, String vault, Import brought) {
    return bring(actor, surroundings.vaults().named(vault).id(), brought);
  }

  /** The same, in a vault that is known already. */
  public Certificate bring(Principal actor, VaultId vault, Import brought) {
    // Before anything is derived from a password: that takes a processor for a moment.
    surroundings.authorizer().require(actor, Permission.WRITE_CERTIFICATES, Scope.vault(vault));
    Issuer unknown = unknown(IMPORTING);
    Issuer issuer = brought.issuer().isBlank() ? unknown : named(IMPORTING, brought.issuer());
    char[] password = brought.password();
    try (KeyMaterial material = KeyMaterial.read(brought.files(), password)) {
      CertificatePolicy policy =
          ImportedPolicy.of(material, surroundings.now(), issuers.issuing(issuer));
      if (issuers.issuing(issuer)) {
        Reviews.require(issuers, IMPORTING, issuer, policy);
      }
      ObjectName name =
          brought.name().isBlank()
              ? ObjectName.from(policy.identifiers().getFirst().value())
              : new ObjectName(brought.name());
      Wanted wanted = new Wanted(actor, vault, name, policy, issuer, unknown);
      return java.util.Objects.requireNonNull(
          transaction.execute(status -> store(wanted, material)));
    } finally {
      java.util.Arrays.fill(password, '\0');
    }
  }

  private Issuer unknown(Principal actor) {
    return issuers.list(actor).stream()
        .filter(issuer -> !issuers.issuing(issuer))
        .findFirst()
        .orElseThrow(
            () -> Refusal.conflict("Nothing can be imported before the server has fully started."));
  }

  private Issuer named(Principal actor, String name) {
    return issuers
        .find(actor, new ObjectName(name))
        .orElseThrow(() ->
            Refusal.invalid(
                "There is no issuer '%s'; choose one of the list, or none."
                    .formatted(Wishes.shown(name))));
  }

  private Certificate store(Wanted wanted, KeyMaterial material) {
    Optional<Certificate> known = certificates.find(wanted.actor(), wanted.vault(), wanted.name());
    Certificate certificate =
        known.isPresent() ? succeeded(wanted, known.get(), material) : created(wanted);
    VersionId version = new VersionId(Id.random(surroundings.random()));
    keys.adopt(
        wanted.actor(),
        certificate.scope(),
        version,
        material.type(),
        material.chain().getFirst().getPublicKey(),
        material.pkcs8());
    certificates.add(
        wanted.actor(),
        certificate.id(),
        new Certificates.NewVersion(
            version, wanted.unknown().id(), certificate.policyRevision(), true),
        material.chain());
    // What creating and editing planned was an order; this has just been done by hand.
    certificates.plan(
        wanted.actor(),
        certificate.id(),
        new Plan(surroundings.now(), Optional.empty(), "It was imported.", 0, false));
    return certificates.get(wanted.actor(), certificate.id());
  }

  private Certificate created(Wanted wanted) {
    return certificates.create(
        wanted.actor(),
        new NewCertificate(
            wanted.vault(), wanted.name(), wanted.issuer().id(), wanted.policy(), Map.of()));
  }

  private Certificate succeeded(Wanted wanted, Certificate known, KeyMaterial material) {
    Certificate held = certificates.hold(wanted.actor(), known.id());
    if (issuers.issuing(issuers.get(IMPORTING, held.issuer()))) {
      throw Refusal.conflict(
          "There is already a certificate %s, and its issuer renews it. Choose another name."
              .formatted(wanted.name().value()));
    }
    Fingerprint brought = Fingerprint.of(material.chain().getFirst());
    for (Version version : certificates.versions(wanted.actor(), held.id())) {
      if (version.fingerprint().equals(brought)) {
        throw Refusal.conflict(
            "This certificate is here already, as version %d of %s."
                .formatted(version.number(), wanted.name().value()));
      }
    }
    for (Truths truths : bindings.truths(IMPORTING, held.id())) {
      requireHosts(truths, wanted.policy());
    }
    return certificates.update(wanted.actor(), held.id(), wanted.issuer().id(), wanted.policy());
  }

  private static void requireHosts(Truths truths, CertificatePolicy policy) {
    truths.binding().hosts().stream()
        .filter(host -> !Identifiers.cover(policy.identifiers(), host))
        .findFirst()
        .ifPresent(host -> {
          throw Refusal.conflict(
              "The certificate is not for %s, which %s serves with the present one. Import one that"
                      .formatted(host.value(), truths.consumer().name().value())
                  + " names it, or remove that server first.");
        });
  }

  /** What was decided before the transaction. */
  private record Wanted(
      Principal actor,
      VaultId vault,
      ObjectName name,
      CertificatePolicy policy,
      Issuer issuer,
      Issuer unknown) {}

  /** Time, chance, where certificates are kept, and who may. */
  @Component("importSurroundings")
  record Surroundings(Clock clock, RandomGenerator random, Vaults vaults, Authorizer authorizer) {

    Instant now() {
      return clock.instant();
    }
  }

  /** All issuers that could renew what is imported. */
  public List<Issuer> renewing(Principal actor) {
    return issuers.list(actor).stream().filter(issuers::issuing).toList();
  }
}
