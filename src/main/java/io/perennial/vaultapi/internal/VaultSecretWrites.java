package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.secret.SecretBackups;
import io.perennial.secret.SecretDetails;
import io.perennial.secret.SecretNames;
import io.perennial.secret.SecretVersion;
import io.perennial.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Secrets of their own: set, changed, backed up and restored. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/secrets")
class VaultSecretWrites {

  private final Secrets secrets;
  private final SecretBackups backups;
  private final SecretNames names;
  private final SecretRights rights;
  private final JsonBody body;

  VaultSecretWrites(
      Secrets secrets,
      SecretBackups backups,
      SecretNames names,
      SecretRights rights,
      JsonBody body) {
    this.secrets = secrets;
    this.backups = backups;
    this.names = names;
    this.rights = rights;
    this.body = body;
  }

  @PutMapping("/{name}")
  SecretWire.Bundle set(Call call, @PathVariable String name) {
    ObjectName wanted = rights.requireOwn(call, DataAction.SECRETS_SET, "set", name);
    SecretBody sent = body.read(call, SecretBody.class);
    String value = sent.value();
    if (value == null) {
      throw VaultProblem.badParameter("value is missing; send a string.");
    }
    SecretDetails details = sent.change().to(SecretDetails.usual());
    try (SecretBytes bytes = bytes(value)) {
      SecretVersion version = secrets.set(call.caller(), call.vault().id(), wanted, bytes, details);
      return SecretViews.bundle(call, version, Optional.of(value));
    } catch (Refusal refusal) {
      throw conflict(call, wanted, refusal);
    }
  }

  /** Half a surrogate pair has no bytes in UTF-8, and would come back as a question mark. */
  private static SecretBytes bytes(String value) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
      throw VaultProblem.badParameter("value is not valid Unicode.");
    }
    return new SecretBytes(value.getBytes(StandardCharsets.UTF_8));
  }

  @PatchMapping({"/{name}", "/{name}/{version}"})
  SecretWire.Bundle update(
      Call call,
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version) {
    ObjectName wanted = rights.requireOwn(call, DataAction.SECRETS_UPDATE, "update", name);
    SecretDetails.Change change = body.read(call, SecretBody.class).change();
    SecretVersion found = rights.own(call, wanted, version == null ? "" : version);
    return SecretViews.bundle(
        call,
        secrets.update(call.caller(), call.vault().id(), wanted, Optional.of(found.id()), change),
        Optional.empty());
  }

  @PostMapping("/{name}/backup")
  SecretWire.Backup backup(Call call, @PathVariable String name) {
    ObjectName wanted = rights.requireOwn(call, DataAction.SECRETS_BACKUP, "backup", name);
    rights.own(call, wanted, "");
    byte[] sealed = backups.backup(call.caller(), call.vault().id(), wanted);
    return BackupBlob.of(sealed);
  }

  @PostMapping("/restore")
  SecretWire.Bundle restore(Call call) {
    rights.requireAll(call, DataAction.SECRETS_RESTORE, "secrets");
    byte[] sealed = BackupBlob.read(body, call);
    try {
      SecretVersion current = backups.restore(call.caller(), call.vault().id(), sealed);
      return SecretViews.bundle(call, current, Optional.empty());
    } catch (Refusal refusal) {
      throw BackupBlob.refused(refusal);
    }
  }

  private RuntimeException conflict(Call call, ObjectName name, Refusal refusal) {
    return refusal.kind() == Refusal.Kind.CONFLICT && names.recoverable(call.vault().id(), name)
        ? new VaultProblem(
            HttpStatus.CONFLICT,
            "Conflict",
            Optional.of("ObjectIsDeletedButRecoverable"),
            refusal.sentence())
        : refusal;
  }
}
