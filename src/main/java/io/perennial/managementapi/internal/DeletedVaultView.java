package io.perennial.managementapi.internal;

import io.perennial.vault.DeletedVault;
import java.time.Instant;

/** A vault that can be recovered. */
record DeletedVaultView(
    String id, String name, boolean purgeProtection, Instant deletedAt, Instant purgeAt) {

  static DeletedVaultView of(DeletedVault gone) {
    return new DeletedVaultView(
        gone.vault().id().value(),
        gone.vault().name().value(),
        gone.vault().purgeProtection(),
        gone.deletedAt(),
        gone.purgeAt());
  }
}
