package io.perennial.vault;

import io.perennial.access.Principal;
import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import java.time.Instant;
import java.util.Optional;

/**
 * Vaults between their deletion and the day on which they go for good. Their hosts answer as if
 * there were none, and their names stay taken. What becomes of what is in them is the caller's to
 * see to, in the same transaction.
 */
public interface DeletedVaults {

  /** By name. */
  Page<DeletedVault> page(Principal actor, Slice slice);

  Optional<DeletedVault> find(Principal actor, ObjectName name);

  Optional<DeletedVault> find(Principal actor, VaultId id);

  /**
   * Deletes. Until the transaction ends nothing new comes into it.
   *
   * @param expected revisions
   * @throws io.perennial.kernel.Refusal when there is none, it is the first, or it was changed
   */
  DeletedVault delete(Principal actor, VaultId id, Expected expected, Instant now);

  /**
   * Brings it back as it was.
   *
   * @throws io.perennial.kernel.Refusal when it is not deleted, or already going for good
   */
  Vault recover(Principal actor, VaultId id);

  /**
   * Decides that it goes now, after which it cannot be recovered.
   *
   * @throws io.perennial.kernel.Refusal when it is not deleted; forbidden when it has purge
   *     protection
   */
  DeletedVault hasten(Principal actor, VaultId id, Instant now);

  /** Removes one without certificates, with the roles that were held at it. */
  void purge(Principal actor, VaultId id);
}
