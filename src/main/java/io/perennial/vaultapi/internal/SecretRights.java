package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VersionId;
import io.perennial.secret.SecretVersion;
import io.perennial.secret.Secrets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a route about one secret asks first. */
@Component
class SecretRights {

  static final String KIND = "Secret";

  private final Stored stored;
  private final Secrets secrets;
  private final Rights rights;

  SecretRights(Stored stored, Secrets secrets, Rights rights) {
    this.stored = stored;
    this.secrets = secrets;
    this.rights = rights;
  }

  /** At the certificate that manages it, or else at the secret, whether or not there is one. */
  ObjectName require(Call call, DataAction action, String name) {
    ObjectName wanted = new ObjectName(name);
    rights.require(
        call,
        action,
        stored
            .find(call.vault(), name)
            .map(Certificate::scope)
            .orElse(Scope.secret(call.vault().id(), wanted)),
        "secrets/" + name);
    return wanted;
  }

  /** The same for a change, which a certificate's own secret does not take. */
  ObjectName requireOwn(Call call, DataAction action, String operation, String name) {
    ObjectName wanted = require(call, action, name);
    if (stored.find(call.vault(), name).isPresent()) {
      throw VaultProblem.forbidden(
          "SecretManagedByKeyVault",
          "Operation %s is not allowed on this secret, since it is associated with a certificate. Change the certificate instead, or choose another name."
              .formatted(operation));
    }
    return wanted;
  }

  /** The same for a vault's secrets. */
  void requireAll(Call call, DataAction action, String object) {
    rights.require(call, action, call.scope(), object);
  }

  /**
   * @param version empty: the current one
   */
  SecretVersion own(Call call, ObjectName name, String version) {
    Optional<VersionId> wanted = Stored.versionId(version);
    Optional<SecretVersion> found =
        version.isEmpty() || wanted.isPresent()
            ? secrets.find(Stored.FINDING, call.vault().id(), name, wanted)
            : Optional.empty();
    return found.orElseThrow(() ->
        VaultProblem.notFound(
            KIND, version.isEmpty() ? name.value() : name.value() + "/" + version));
  }
}
