package io.perennial.secret.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.envelope.SealBroken;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VaultId;
import io.perennial.secret.SecretBackups;
import io.perennial.secret.SecretVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class SealedBackups implements SecretBackups {

  private final SecretRepository secrets;
  private final SecretVersionRepository versions;
  private final SealedValues values;
  private final Entrance entrance;
  private final SealedSecrets.Names names;
  private final RandomGenerator random;

  SealedBackups(
      SecretRepository secrets,
      SecretVersionRepository versions,
      SealedValues values,
      Entrance entrance,
      SealedSecrets.Names names,
      RandomGenerator random) {
    this.secrets = secrets;
    this.versions = versions;
    this.values = values;
    this.entrance = entrance;
    this.names = names;
    this.random = random;
  }

  @Override
  public byte[] backup(Principal actor, VaultId vault, ObjectName name) {
    Scope scope = Scope.secret(vault, name);
    entrance.authorizer().require(actor, Permission.BACKUP_SECRETS, scope);
    String row =
        secrets
            .hold(vault, name)
            .filter(found -> !found.deleted())
            .orElseThrow(() -> SealedSecrets.missing(name))
            .id();
    List<SecretVersion> all = versions.page(vault, name, Integer.MAX_VALUE, MOST_VERSIONS + 1);
    if (all.size() > MOST_VERSIONS) {
      throw Refusal.invalid(
          "Secret %s has more than %d versions, which is the most that a backup holds."
              .formatted(name.value(), MOST_VERSIONS));
    }
    entrance.read(actor, "SecretBackup", scope, all.size() + " versions");
    List<BackupForm.Kept> kept = new ArrayList<>();
    byte[] content = new byte[0];
    try {
      for (SecretVersion version : all.reversed()) {
        kept.add(
            new BackupForm.Kept(
                version.id(),
                version.details(),
                version.createdAt(),
                version.updatedAt(),
                values.open(row, version.id(), versions.sealed(row, version.id()).orElseThrow())));
      }
      content = new BackupForm(name, kept).encode();
      return values.sealBackup(content);
    } catch (IOException impossible) {
      throw new IllegalStateException("memory can be written to", impossible);
    } finally {
      kept.forEach(version -> version.value().close());
      Arrays.fill(content, (byte) 0);
    }
  }

  @Override
  public SecretVersion restore(Principal actor, VaultId vault, byte[] backup) {
    entrance.authorizer().require(actor, Permission.RESTORE_SECRETS, Scope.vault(vault));
    BackupForm form = open(backup);
    try {
      return store(actor, vault, form);
    } finally {
      form.versions().forEach(version -> version.value().close());
    }
  }

  private BackupForm open(byte[] backup) {
    try (SecretBytes content = values.openBackup(backup)) {
      return BackupForm.decode(content.reveal());
    } catch (SealBroken | IOException foreign) {
      throw Refusal.invalid(
          "The backup was altered, or another deployment made it. Hand in one that this deployment made, whole.");
    }
  }

  private SecretVersion store(Principal actor, VaultId vault, BackupForm form) {
    ObjectName name = form.name();
    // First, so that no certificate takes the name between the look and the row.
    names.own().claim(vault, name);
    if (names.managed().managed(vault, name)) {
      throw Refusal.conflict(
          "There is already a certificate %s, and its secret has that name."
              .formatted(name.value()));
    }
    String row = Id.random(random);
    secrets.insert(row, vault, name, form.versions().getLast().id());
    SecretVersion current = null;
    for (BackupForm.Kept kept : form.versions()) {
      current =
          new SecretVersion(
              vault,
              name,
              kept.id(),
              current == null ? 1 : current.number() + 1,
              kept.details(),
              kept.createdAt(),
              kept.updatedAt());
      versions.insert(row, current, values.seal(row, kept.id(), kept.value().reveal()));
    }
    entrance.did(
        actor, "SecretRestore", Scope.secret(vault, name), form.versions().size() + " versions");
    return java.util.Objects.requireNonNull(current, "a secret has a version");
  }
}
