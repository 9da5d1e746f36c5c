package io.perennial.vault;

import io.perennial.access.Principal;
import io.perennial.kernel.VaultId;
import java.util.List;

/** Whom to tell of a vault's certificates. */
public interface Contacts {

  /** At most so many for a vault. */
  int MOST = 50;

  /** Empty where none were named. */
  List<Contact> of(Principal actor, VaultId vault);

  /**
   * Names them anew.
   *
   * @param contacts one at least
   * @throws io.perennial.kernel.Refusal when there are none or too many
   */
  void set(Principal actor, VaultId vault, List<Contact> contacts);

  /** Names nobody any more. */
  void delete(Principal actor, VaultId vault);
}
