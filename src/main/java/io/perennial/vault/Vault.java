package io.perennial.vault;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import java.time.Duration;
import java.time.Instant;

/**
 * A named collection of certificates and secrets.
 *
 * @param revision grows with each change of the settings
 */
public record Vault(
    VaultId id, ObjectName name, VaultSettings settings, Instant createdAt, long revision) {

  /** What Key Vault's vaults have that say nothing else. */
  public static final int DEFAULT_RETENTION_DAYS = 90;

  /** Days for which what was deleted can be recovered, 7 to 90. */
  public int retentionDays() {
    return settings.retentionDays();
  }

  /** Whether nothing deleted may be purged before those days are over. */
  public boolean purgeProtection() {
    return settings.purgeProtection();
  }

  /** When what was deleted at an instant is purged by itself. */
  public Instant purgeOf(Instant deleted) {
    return deleted.plus(Duration.ofDays(retentionDays()));
  }
}
