package io.perennial.vault;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import java.util.Optional;

/** Finds vaults. */
public interface Vaults {

  /** The vault that a new deployment starts with. */
  ObjectName FIRST = new ObjectName("main");

  /** In the first vault, the certificate of this server's own listener; its key stays here. */
  ObjectName OWN_CERTIFICATE = new ObjectName("perennial-server");

  Optional<Vault> find(ObjectName name);

  Optional<Vault> find(VaultId id);

  /** The first vault, made if it is not there yet. */
  Vault first();
}
