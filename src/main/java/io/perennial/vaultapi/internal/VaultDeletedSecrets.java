package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.secret.DeletedSecret;
import io.perennial.secret.DeletedSecrets;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Secrets of their own: deleted, recovered and purged. */
@RestController
@RequestMapping(VaultRequest.PREFIX)
class VaultDeletedSecrets {

  private final DeletedSecrets secrets;
  private final SecretRights rights;
  private final Parts parts;

  VaultDeletedSecrets(DeletedSecrets secrets, SecretRights rights, Parts parts) {
    this.secrets = secrets;
    this.rights = rights;
    this.parts = parts;
  }

  @DeleteMapping("/secrets/{name}")
  SecretWire.Deleted delete(Call call, @PathVariable String name) {
    ObjectName wanted = rights.requireOwn(call, DataAction.SECRETS_DELETE, "delete", name);
    return SecretViews.deleted(
        call, known(name, () -> secrets.delete(call.caller(), call.vault(), wanted)));
  }

  @GetMapping("/deletedsecrets")
  Wire.Part<SecretWire.Deleted> list(Call call) {
    rights.requireAll(call, DataAction.SECRETS_LIST, "deletedsecrets");
    return parts.list(
        call,
        slice -> secrets.page(call.caller(), call.vault(), slice),
        (DeletedSecret secret) -> SecretViews.deletedItem(call, secret));
  }

  @GetMapping("/deletedsecrets/{name}")
  SecretWire.Deleted get(Call call, @PathVariable String name) {
    ObjectName wanted = rights.require(call, DataAction.SECRETS_LIST, name);
    return SecretViews.deleted(
        call,
        secrets
            .find(call.caller(), call.vault(), wanted)
            .orElseThrow(() -> VaultProblem.notFound(SecretRights.KIND, name)));
  }

  @PostMapping("/deletedsecrets/{name}/recover")
  SecretWire.Bundle recover(Call call, @PathVariable String name) {
    ObjectName wanted = rights.require(call, DataAction.SECRETS_RECOVER, name);
    return SecretViews.bundle(
        call,
        known(name, () -> secrets.recover(call.caller(), call.vault(), wanted)),
        Optional.empty());
  }

  @DeleteMapping("/deletedsecrets/{name}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void purge(Call call, @PathVariable String name) {
    ObjectName wanted = rights.require(call, DataAction.SECRETS_PURGE, name);
    known(
        name,
        () -> {
          secrets.purge(call.caller(), call.vault(), wanted);
          return true;
        });
  }

  private static <T> T known(String name, Supplier<T> change) {
    try {
      return change.get();
    } catch (Refusal refusal) {
      throw refusal.kind() == Refusal.Kind.NOT_FOUND
          ? VaultProblem.notFound(SecretRights.KIND, name)
          : refusal;
    }
  }
}
