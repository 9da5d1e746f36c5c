package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds certificates' keys for whoever may see or use them. */
@Component
class ManagedKeys {

  private static final String KIND = "Key";

  private final Stored stored;
  private final Rights rights;

  ManagedKeys(Stored stored, Rights rights) {
    this.stored = stored;
    this.rights = rights;
  }

  /** The certificate whose key it is. */
  Certificate certificate(Call call, DataAction action, String name) {
    rights.require(call, action, stored.scope(call.vault(), name), "keys/" + name);
    return stored.certificate(call.vault(), KIND, name);
  }

  /**
   * @param version null or empty: the current one
   */
  Version version(Certificate certificate, @Nullable String version) {
    String name = certificate.name().value();
    String wanted = version == null ? "" : version;
    return stored
        .version(certificate, wanted)
        .orElseThrow(
            () -> VaultProblem.notFound(KIND, wanted.isEmpty() ? name : name + "/" + wanted));
  }

  void requireUsable(
      Call call, Certificate certificate, Version version, KeyAction action, Instant now) {
    if (Stored.ownOfThisServer(call.vault(), certificate)) {
      throw VaultProblem.forbidden(
          "KeyOperationForbidden",
          "This is the key of Perennial's own listener, which nobody else uses. Choose another.");
    }
    if (!certificate.enabled()) {
      throw forbidden("KeyDisabled", action, "allowed on a disabled key");
    }
    if (action.making() && now.isBefore(version.notBefore())) {
      throw forbidden("KeyNotYetValid", action, "allowed on a key that is not yet valid");
    }
    if (action.making() && !now.isBefore(version.notAfter())) {
      throw forbidden("KeyExpired", action, "allowed on an expired key");
    }
    if (!PublicKeys.actions(stored.chain(version).getFirst()).contains(action)) {
      throw forbidden("KeyOperationForbidden", action, "permitted on this key");
    }
  }

  private static VaultProblem forbidden(String reason, KeyAction action, String why) {
    return VaultProblem.forbidden(reason, "Operation %s is not %s.".formatted(action.word(), why));
  }

  /** Of a key that a certificate manages, which takes no change of its own. */
  void refuseChange(Call call, DataAction action, String operation, String name) {
    certificate(call, action, name);
    throw VaultProblem.forbidden(
        "KeyManagedByKeyVault",
        "Operation %s is not allowed on this key, since it is associated with a certificate. Change the certificate instead."
            .formatted(operation));
  }
}
