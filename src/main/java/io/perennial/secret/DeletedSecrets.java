package io.perennial.secret;

import io.perennial.access.Principal;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.vault.Vault;
import java.util.Optional;

/** Deletes secrets, and keeps what was deleted for as long as its vault says. */
public interface DeletedSecrets {

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  DeletedSecret delete(Principal actor, Vault vault, ObjectName name);

  Optional<DeletedSecret> find(Principal actor, Vault vault, ObjectName name);

  /** By name. */
  Page<DeletedSecret> page(Principal actor, Vault vault, Slice slice);

  /**
   * @throws io.perennial.kernel.Refusal when none was deleted
   */
  SecretVersion recover(Principal actor, Vault vault, ObjectName name);

  /**
   * Removes a deleted secret for good.
   *
   * @throws io.perennial.kernel.Refusal when none was deleted; forbidden when the vault protects
   *     what was deleted
   */
  void purge(Principal actor, Vault vault, ObjectName name);

  /**
   * Purges what was kept for long enough.
   *
   * @return how many secrets
   */
  int purgeDue(Principal actor);
}
