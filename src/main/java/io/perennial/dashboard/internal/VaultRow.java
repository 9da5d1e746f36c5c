package io.perennial.dashboard.internal;

import io.perennial.vault.DeletedVault;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.util.Locale;

/**
 * A vault in the list and on its page.
 *
 * @param certificates how many it has, as far as they are counted
 * @param first whether it is the one that cannot be deleted
 */
record VaultRow(
    String name,
    String host,
    String certificates,
    int retentionDays,
    boolean purgeProtection,
    String authority,
    String pfx,
    long revision,
    boolean first) {

  /** Beyond that nobody wants to know it here, and counting takes time. */
  static final int MOST = 1000;

  /**
   * @param count at most {@link #MOST} and one
   */
  static VaultRow of(Vault vault, String host, int count) {
    return new VaultRow(
        vault.name().value(),
        host,
        count > MOST ? "over " + MOST : Integer.toString(count),
        vault.retentionDays(),
        vault.purgeProtection(),
        vault.settings().authority().name().toLowerCase(Locale.ROOT),
        vault.settings().pfx().name().toLowerCase(Locale.ROOT),
        vault.revision(),
        vault.name().equals(Vaults.FIRST));
  }

  /**
   * A deleted one.
   *
   * @param purge when it goes for good
   */
  record Gone(String name, String deleted, String purge, String purgeAt, boolean purgeable) {

    static Gone of(DeletedVault gone, Moments moments) {
      return new Gone(
          gone.vault().name().value(),
          moments.ago(gone.deletedAt()),
          gone.hastened() ? "now" : moments.relative(gone.purgeAt()),
          Moments.minute(gone.purgeAt()),
          !gone.vault().purgeProtection());
    }
  }
}
