package io.perennial.vault;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import java.util.Optional;

/** Finds vaults. */
public interface Vaults {

  /** The vault that a new deployment starts with. */
  ObjectName FIRST = new ObjectName("main");

  Optional<Vault> find(ObjectName name);

  Optional<Vault> find(VaultId id);

  /** The first vault, made if it is not there yet. */
  Vault first();
}
