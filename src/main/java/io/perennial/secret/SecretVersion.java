package io.perennial.secret;

import io.perennial.access.Scope;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import java.time.Instant;

/** A version of a secret, without its value. */
public record SecretVersion(
    VaultId vault,
    ObjectName name,
    VersionId id,
    int number,
    SecretDetails details,
    Instant createdAt,
    Instant updatedAt) {

  public Scope scope() {
    return Scope.secret(vault, name);
  }
}
