package io.perennial.vault;

import io.perennial.access.Principal;
import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import java.util.Optional;

/** Makes, finds and configures vaults. What is deleted is found by its id alone. */
public interface Vaults {

  /** The vault that a new deployment starts with. */
  ObjectName FIRST = new ObjectName("main");

  /** In the first vault, the certificate of this server's own listener; its key stays here. */
  ObjectName OWN_CERTIFICATE = new ObjectName("perennial-server");

  Optional<Vault> find(ObjectName name);

  /** Deleted or not. */
  Optional<Vault> find(VaultId id);

  /** The first vault, made if it is not there yet. */
  Vault first();

  /**
   * The one that somebody typed.
   *
   * @param name blank: the first
   * @throws Refusal when there is none of that name
   */
  Vault named(String name);

  /** By name. */
  Page<Vault> page(Principal actor, Slice slice);

  /**
   * @throws Refusal when there is none, or the actor may not read its certificates
   */
  Vault get(Principal actor, ObjectName name);

  /**
   * Makes a vault, which answers under its host name at once.
   *
   * @throws Refusal when the name is no vault's, or taken, be it by a deleted one
   */
  Vault create(Principal actor, VaultWish wish);

  /**
   * Changes what may change: the days are fixed when a vault is made, and purge protection is never
   * switched off.
   *
   * @param expected revisions
   * @throws Refusal when there is none, it was changed meanwhile, or may not be changed so
   */
  Vault configure(Principal actor, ObjectName name, VaultWish wish, Expected expected);
}
