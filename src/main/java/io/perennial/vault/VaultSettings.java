package io.perennial.vault;

import io.perennial.kernel.Refusal;

/**
 * What can be said of a vault.
 *
 * @param retentionDays days for which what was deleted can be recovered, 7 to 90
 * @param purgeProtection whether nothing deleted may be purged before those days are over
 * @param authority where its clients get tokens
 * @param pfx what its PFX files look like
 */
public record VaultSettings(
    int retentionDays, boolean purgeProtection, TokenAuthority authority, PfxForm pfx) {

  private static final int LEAST_DAYS = 7;

  /**
   * @throws Refusal when the days are too few or too many
   */
  public VaultSettings {
    if (retentionDays < LEAST_DAYS || retentionDays > Vault.DEFAULT_RETENTION_DAYS) {
      throw Refusal.invalid(
          "A vault keeps what was deleted for %d to %d days."
              .formatted(LEAST_DAYS, Vault.DEFAULT_RETENTION_DAYS));
    }
  }

  /** What Key Vault's vaults have that say nothing else. */
  public static VaultSettings usual() {
    return new VaultSettings(
        Vault.DEFAULT_RETENTION_DAYS, false, TokenAuthority.ADFS, PfxForm.MODERN);
  }
}
