package io.perennial.access;

import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;

/**
 * Where a role is held or a permission is asked for: a path from the deployment down. A role held
 * at a path holds below it too.
 */
public record Scope(String path) {

  public static Scope deployment() {
    return new Scope("/");
  }

  public static Scope vault(VaultId vault) {
    return new Scope("/vaults/" + vault.value() + "/");
  }

  public static Scope certificate(VaultId vault, CertificateId certificate) {
    return new Scope(vault(vault).path + "certificates/" + certificate.value() + "/");
  }

  /** By its name, because that is what is asked about before there is one. */
  public static Scope secret(VaultId vault, ObjectName name) {
    return new Scope(vault(vault).path + "secrets/" + name.value() + "/");
  }

  public static Scope consumer(ConsumerId consumer) {
    return new Scope("/consumers/" + consumer.value() + "/");
  }

  public static Scope binding(ConsumerId consumer, BindingId binding) {
    return new Scope(consumer(consumer).path + "bindings/" + binding.value() + "/");
  }

  /** Whether a role held here counts there. */
  public boolean covers(Scope other) {
    return other.path.startsWith(path);
  }

  @Override
  public String toString() {
    return path;
  }
}
