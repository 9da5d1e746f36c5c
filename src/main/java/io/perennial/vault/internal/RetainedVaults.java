package io.perennial.vault.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.vault.DeletedVault;
import io.perennial.vault.DeletedVaults;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultPurged;
import io.perennial.vault.Vaults;
import java.time.Instant;
import java.util.Optional;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class RetainedVaults implements DeletedVaults {

  private final VaultRepository repository;
  private final Principals principals;
  private final Authorizer authorizer;
  private final Audit audit;
  private final ApplicationEventPublisher events;

  RetainedVaults(
      VaultRepository repository,
      Principals principals,
      Authorizer authorizer,
      Audit audit,
      ApplicationEventPublisher events) {
    this.repository = repository;
    this.principals = principals;
    this.authorizer = authorizer;
    this.audit = audit;
    this.events = events;
  }

  @Override
  @Transactional(readOnly = true)
  public Page<DeletedVault> page(Principal actor, Slice slice) {
    requireSight(actor, Scope.deployment());
    return Page.of(
        repository.pageDeleted(slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        gone -> gone.vault().name().value());
  }

  /** Who may purge them need not see what is in them. */
  private void requireSight(Principal actor, Scope scope) {
    if (!authorizer.allows(actor, Permission.PURGE_VAULTS, scope)) {
      authorizer.require(actor, Permission.READ_CERTIFICATES, scope);
    }
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<DeletedVault> find(Principal actor, ObjectName name) {
    requireSight(actor, Scope.deployment());
    return repository.findDeleted(name);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<DeletedVault> find(Principal actor, VaultId id) {
    requireSight(actor, Scope.vault(id));
    return repository.findDeleted(id);
  }

  @Override
  public DeletedVault delete(Principal actor, VaultId id, Expected expected, Instant now) {
    authorizer.require(actor, Permission.MANAGE_VAULTS, Scope.vault(id));
    Vault vault =
        repository.hold(id).orElseThrow(() -> Refusal.notFound("The vault has just been deleted."));
    if (vault.name().equals(Vaults.FIRST)) {
      throw Refusal.conflict(
          "The vault %s cannot be deleted: it holds the certificate of this server's own listener."
              .formatted(vault.name().value()));
    }
    expected.check(vault.revision());
    Instant purge = vault.purgeOf(now);
    repository.delete(id, now, purge);
    record(actor, "vault.delete", vault, " until " + purge);
    return repository.findDeleted(id).orElseThrow();
  }

  @Override
  public Vault recover(Principal actor, VaultId id) {
    authorizer.require(actor, Permission.MANAGE_VAULTS, Scope.vault(id));
    DeletedVault gone = held(id);
    if (gone.hastened()) {
      throw Refusal.conflict(
          "The vault %s is being purged and cannot be recovered any more."
              .formatted(gone.vault().name().value()));
    }
    repository.recover(id);
    record(actor, "vault.recover", gone.vault(), "");
    return repository.find(id).orElseThrow();
  }

  private DeletedVault held(VaultId id) {
    return repository
        .holdDeleted(id)
        .orElseThrow(() -> Refusal.notFound("The vault is not deleted any more."));
  }

  @Override
  public DeletedVault hasten(Principal actor, VaultId id, Instant now) {
    authorizer.require(actor, Permission.PURGE_VAULTS, Scope.vault(id));
    DeletedVault gone = held(id);
    if (gone.vault().purgeProtection() && gone.purgeAt().isAfter(now)) {
      throw Refusal.forbidden(
          "The vault %s has purge protection: it goes by itself on %s and not before."
              .formatted(gone.vault().name().value(), gone.purgeAt()));
    }
    repository.delete(id, gone.deletedAt(), gone.deletedAt());
    record(actor, "vault.purge", gone.vault(), "");
    return repository.findDeleted(id).orElseThrow();
  }

  @Override
  public void purge(Principal actor, VaultId id) {
    authorizer.require(actor, Permission.PURGE_VAULTS, Scope.vault(id));
    Vault vault = held(id).vault();
    events.publishEvent(new VaultPurged(actor, vault));
    principals.forget(Scope.vault(id));
    repository.remove(id);
    record(actor, "vault.purged", vault, "");
  }

  private void record(Principal actor, String action, Vault vault, String more) {
    audit.record(
        new AuditEvent(
            actor.name(), action, Scope.vault(vault.id()).path(), vault.name().value() + more));
  }
}
