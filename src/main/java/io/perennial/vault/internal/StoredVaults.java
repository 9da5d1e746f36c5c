package io.perennial.vault.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultSettings;
import io.perennial.vault.VaultWish;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredVaults implements Vaults {

  private static final Principal SYSTEM = Principal.system("first run");

  private final VaultRepository repository;
  private final Authorizer authorizer;
  private final Audit audit;
  private final Clock clock;
  private final RandomGenerator random;

  StoredVaults(
      VaultRepository repository,
      Authorizer authorizer,
      Audit audit,
      Clock clock,
      RandomGenerator random) {
    this.repository = repository;
    this.authorizer = authorizer;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Optional<Vault> find(ObjectName name) {
    return repository.find(name);
  }

  @Override
  public Optional<Vault> find(VaultId id) {
    return repository.find(id);
  }

  @Override
  @Transactional
  public Vault first() {
    return repository
        .find(FIRST)
        .orElseGet(() -> create(SYSTEM, new VaultWish(FIRST.value(), "", "", "", "")));
  }

  @Override
  @Transactional
  public Vault named(String name) {
    if (name.isBlank()) {
      return first();
    }
    ObjectName wanted = new ObjectName(name);
    return wanted.equals(FIRST)
        ? first()
        : repository.find(wanted).orElseThrow(() -> missing(wanted));
  }

  static Refusal missing(ObjectName name) {
    return Refusal.notFound(
        "There is no vault %s. If it was deleted, it can be recovered.".formatted(name.value()));
  }

  @Override
  public Page<Vault> page(Principal actor, Slice slice) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return Page.of(
        repository.page(slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        vault -> vault.name().value());
  }

  @Override
  public Vault get(Principal actor, ObjectName name) {
    Optional<Vault> found = repository.find(name);
    authorizer.require(
        actor,
        Permission.READ_CERTIFICATES,
        found.map(vault -> Scope.vault(vault.id())).orElse(Scope.deployment()));
    return found.orElseThrow(() -> missing(name));
  }

  @Override
  @Transactional
  public Vault create(Principal actor, VaultWish wish) {
    authorizer.require(actor, Permission.MANAGE_VAULTS, Scope.deployment());
    ObjectName name = wish.wantedName();
    Vault vault =
        new Vault(
            new VaultId(Id.random(random)),
            name,
            wish.over(VaultSettings.usual()),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            1);
    if (repository.taken(name)) {
      throw taken(name);
    }
    try {
      repository.insert(vault);
    } catch (DuplicateKeyException meanwhile) {
      throw taken(name);
    }
    record(actor, "vault.create", vault);
    return vault;
  }

  private static Refusal taken(ObjectName name) {
    return Refusal.conflict(
            "The name %s is a vault's already, or a deleted vault's, which keeps it until it is purged. Choose another name, or recover that one."
                .formatted(name.value()))
        .at("name");
  }

  @Override
  @Transactional
  public Vault configure(Principal actor, ObjectName name, VaultWish wish, Expected expected) {
    Vault found = repository.find(name).orElseThrow(() -> missing(name));
    authorizer.require(actor, Permission.MANAGE_VAULTS, Scope.vault(found.id()));
    Vault held = repository.hold(found.id()).orElseThrow(() -> missing(name));
    expected.check(held.revision());
    VaultSettings wanted = wish.over(held.settings());
    requireChangeable(held.settings(), wanted);
    if (wanted.equals(held.settings())) {
      return held;
    }
    repository.configure(held.id(), wanted);
    Vault configured = repository.find(held.id()).orElseThrow();
    record(actor, "vault.configure", configured);
    return configured;
  }

  private static void requireChangeable(VaultSettings known, VaultSettings wanted) {
    if (known.retentionDays() != wanted.retentionDays()) {
      throw Refusal.conflict(
          "For how long a vault keeps what was deleted is fixed when it is made: %d days."
              .formatted(known.retentionDays()));
    }
    if (known.purgeProtection() && !wanted.purgeProtection()) {
      throw Refusal.conflict("Purge protection cannot be switched off once it is on.");
    }
  }

  private void record(Principal actor, String action, Vault vault) {
    VaultSettings settings = vault.settings();
    audit.record(
        new AuditEvent(
            actor.name(),
            action,
            Scope.vault(vault.id()).path(),
            "%s: %d days, purge protection %s, authority %s, PFX %s"
                .formatted(
                    vault.name().value(),
                    settings.retentionDays(),
                    settings.purgeProtection() ? "on" : "off",
                    settings.authority().name().toLowerCase(Locale.ROOT),
                    settings.pfx().name().toLowerCase(Locale.ROOT))));
  }
}
