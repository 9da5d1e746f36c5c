package io.perennial.secret.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.secret.DeletedSecret;
import io.perennial.secret.DeletedSecrets;
import io.perennial.secret.SecretVersion;
import io.perennial.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class RetainedSecrets implements DeletedSecrets {

  /** So many in one transaction, so that none lasts long. */
  static final int BATCH = 100;

  private final SecretRepository secrets;
  private final SecretVersionRepository versions;
  private final Entrance entrance;
  private final Clock clock;

  RetainedSecrets(
      SecretRepository secrets, SecretVersionRepository versions, Entrance entrance, Clock clock) {
    this.secrets = secrets;
    this.versions = versions;
    this.entrance = entrance;
    this.clock = clock;
  }

  @Override
  public DeletedSecret delete(Principal actor, Vault vault, ObjectName name) {
    Scope scope = allowed(actor, Permission.DELETE_SECRETS, vault, name);
    SecretRepository.Row row =
        secrets
            .hold(vault.id(), name)
            .filter(found -> !found.deleted())
            .orElseThrow(() -> SealedSecrets.missing(name));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    secrets.markDeleted(row.id(), now, vault.purgeOf(now));
    entrance.did(actor, "SecretDelete", scope, "");
    return secrets.deleted(vault.id(), name).orElseThrow();
  }

  private Scope allowed(Principal actor, Permission permission, Vault vault, ObjectName name) {
    Scope scope = Scope.secret(vault.id(), name);
    entrance.authorizer().require(actor, permission, scope);
    return scope;
  }

  @Override
  public Optional<DeletedSecret> find(Principal actor, Vault vault, ObjectName name) {
    Scope scope = Scope.secret(vault.id(), name);
    entrance.authorizer().require(actor, Permission.READ_SECRETS, scope);
    entrance.did(actor, "SecretGetDeleted", scope, "");
    return secrets.deleted(vault.id(), name);
  }

  @Override
  public Page<DeletedSecret> page(Principal actor, Vault vault, Slice slice) {
    Scope scope = Scope.vault(vault.id());
    entrance.authorizer().require(actor, Permission.READ_SECRETS, scope);
    entrance.did(actor, "SecretListDeleted", scope, "");
    return Page.of(
        secrets.deleted(vault.id(), slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        deleted -> deleted.current().name().value());
  }

  @Override
  public SecretVersion recover(Principal actor, Vault vault, ObjectName name) {
    Scope scope = allowed(actor, Permission.RECOVER_SECRETS, vault, name);
    secrets.markRecovered(held(vault.id(), name).id());
    entrance.did(actor, "SecretRecover", scope, "");
    return versions.find(vault.id(), name, Optional.empty()).orElseThrow();
  }

  @Override
  public void purge(Principal actor, Vault vault, ObjectName name) {
    Scope scope = allowed(actor, Permission.PURGE_SECRETS, vault, name);
    SecretRepository.Row row = held(vault.id(), name);
    if (vault.purgeProtection()) {
      throw Refusal.forbidden(
          "Operation purge is not allowed: vault %s has purge protection, so that what was deleted goes by itself when its days are over."
              .formatted(vault.name().value()));
    }
    secrets.remove(row.id());
    entrance.did(actor, "SecretPurge", scope, "");
  }

  private SecretRepository.Row held(VaultId vault, ObjectName name) {
    return secrets
        .hold(vault, name)
        .filter(SecretRepository.Row::deleted)
        .orElseThrow(
            () -> Refusal.notFound("There is no deleted secret %s.".formatted(name.value())));
  }

  @Override
  public int purgeDue(Principal actor) {
    entrance.authorizer().require(actor, Permission.PURGE_SECRETS, Scope.deployment());
    Instant now = clock.instant();
    List<SecretVersion> due = secrets.due(now, BATCH).stream().map(DeletedSecret::current).toList();
    int purged = 0;
    for (SecretVersion secret : due) {
      // Held and looked at again: somebody may have recovered it meanwhile.
      secrets.hold(secret.vault(), secret.name());
      Optional<DeletedSecret> still =
          secrets
              .deleted(secret.vault(), secret.name())
              .filter(found -> !found.purgeAt().isAfter(now));
      if (still.isPresent()) {
        secrets.remove(secrets.find(secret.vault(), secret.name()).orElseThrow().id());
        entrance.did(actor, "SecretPurge", secret.scope(), "its days were over");
        purged++;
      }
    }
    return purged;
  }
}
