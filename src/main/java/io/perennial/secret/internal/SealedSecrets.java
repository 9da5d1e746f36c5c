package io.perennial.secret.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.secret.ManagedNames;
import io.perennial.secret.SecretDetails;
import io.perennial.secret.SecretNames;
import io.perennial.secret.SecretVersion;
import io.perennial.secret.Secrets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class SealedSecrets implements Secrets {

  private final SecretRepository secrets;
  private final SecretVersionRepository versions;
  private final SealedValues values;
  private final Entrance entrance;
  private final Names names;
  private final Surroundings surroundings;

  SealedSecrets(
      SecretRepository secrets,
      SecretVersionRepository versions,
      SealedValues values,
      Entrance entrance,
      Names names,
      Surroundings surroundings) {
    this.secrets = secrets;
    this.versions = versions;
    this.values = values;
    this.entrance = entrance;
    this.names = names;
    this.surroundings = surroundings;
  }

  @Override
  @Transactional
  public SecretVersion set(
      Principal actor, VaultId vault, ObjectName name, SecretBytes value, SecretDetails details) {
    Scope scope = Scope.secret(vault, name);
    entrance.authorizer().require(actor, Permission.SET_SECRETS, scope);
    if (value.reveal().length > LONGEST_VALUE) {
      throw Refusal.invalid(
          "A secret's value is at most %d bytes. Keep what is longer elsewhere, sealed by a key whose value is the secret."
              .formatted(LONGEST_VALUE));
    }
    VersionId id = new VersionId(Id.random(surroundings.random()));
    Instant now = surroundings.now();
    Optional<SecretRepository.Row> known = secrets.hold(vault, name);
    if (known.isEmpty()) {
      // Whoever else wants this name waits here; what came in between is seen now.
      secrets.holdVault(vault);
      known = secrets.hold(vault, name);
    }
    String row = known.map(SecretRepository.Row::id).orElseGet(() -> create(vault, name, id));
    if (known.filter(SecretRepository.Row::deleted).isPresent()) {
      throw HeldNames.deleted(name);
    }
    SecretVersion version =
        new SecretVersion(vault, name, id, versions.last(row) + 1, details, now, now);
    versions.insert(row, version, values.seal(row, id, value.reveal()));
    secrets.makeCurrent(row, id);
    entrance.did(actor, "SecretSet", scope, "version " + id.value());
    return version;
  }

  private String create(VaultId vault, ObjectName name, VersionId current) {
    if (names.managed().managed(vault, name)) {
      throw Refusal.forbidden(
          "Operation set is not allowed on this secret, since it is associated with a certificate. Choose another name.");
    }
    names.own().claim(vault, name);
    String id = Id.random(surroundings.random());
    secrets.insert(id, vault, name, current);
    return id;
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<SecretVersion> find(
      Principal actor, VaultId vault, ObjectName name, Optional<VersionId> version) {
    entrance.authorizer().require(actor, Permission.READ_SECRETS, Scope.secret(vault, name));
    return versions.find(vault, name, version);
  }

  @Override
  public SecretBytes reveal(Principal actor, SecretVersion version) {
    entrance.authorizer().require(actor, Permission.READ_PRIVATE_KEY, version.scope());
    String row =
        secrets
            .find(version.vault(), version.name())
            .filter(found -> !found.deleted())
            .orElseThrow(() -> missing(version.name()))
            .id();
    SecretVersion found =
        versions
            .find(version.vault(), version.name(), Optional.of(version.id()))
            .orElseThrow(() -> missing(version.name()));
    if (!found.details().enabled()) {
      throw Refusal.forbidden("Operation get is not allowed on a disabled secret.");
    }
    byte[] sealed = versions.sealed(row, version.id()).orElseThrow(() -> missing(version.name()));
    entrance.read(actor, "SecretGet", version.scope(), "version " + version.id().value());
    return values.open(row, version.id(), sealed);
  }

  static Refusal missing(ObjectName name) {
    return Refusal.notFound("There is no secret %s.".formatted(name.value()));
  }

  @Override
  @Transactional
  public SecretVersion update(
      Principal actor,
      VaultId vault,
      ObjectName name,
      Optional<VersionId> version,
      SecretDetails.Change change) {
    Scope scope = Scope.secret(vault, name);
    entrance.authorizer().require(actor, Permission.UPDATE_SECRETS, scope);
    SecretRepository.Row row = secrets.hold(vault, name).orElseThrow(() -> missing(name));
    SecretVersion before = versions.find(vault, name, version).orElseThrow(() -> missing(name));
    SecretVersion after =
        new SecretVersion(
            vault,
            name,
            before.id(),
            before.number(),
            change.to(before.details()),
            before.createdAt(),
            surroundings.now());
    versions.update(row.id(), after);
    entrance.did(actor, "SecretUpdate", scope, "version " + after.id().value());
    return after;
  }

  @Override
  public Page<SecretVersion> page(Principal actor, VaultId vault, Slice slice) {
    entrance.authorizer().require(actor, Permission.READ_SECRETS, Scope.vault(vault));
    entrance.read(actor, "SecretList", Scope.vault(vault), "");
    return Page.of(
        secrets.page(vault, slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        version -> version.name().value());
  }

  @Override
  public Page<SecretVersion> versions(
      Principal actor, VaultId vault, ObjectName name, Slice slice) {
    Scope scope = Scope.secret(vault, name);
    entrance.authorizer().require(actor, Permission.READ_SECRETS, scope);
    entrance.read(actor, "SecretListVersions", scope, "");
    int before = slice.after().map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    return Page.of(
        versions.page(vault, name, before, slice.limit() + 1),
        slice.limit(),
        version -> Integer.toString(version.number()));
  }

  /** Whose names are taken. */
  @Component
  record Names(ManagedNames managed, SecretNames own) {}

  /** Time and chance. */
  @Component("secretSurroundings")
  record Surroundings(Clock clock, RandomGenerator random) {

    Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
  }
}
