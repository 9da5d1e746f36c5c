package io.perennial.managementapi.internal;

import io.perennial.vault.Vault;
import java.time.Instant;
import java.util.Locale;

/** A vault as it is. */
record VaultView(
    String id,
    String name,
    String host,
    int retentionDays,
    boolean purgeProtection,
    String authority,
    String pfx,
    Instant createdAt) {

  static VaultView of(Vault vault, String host) {
    return new VaultView(
        vault.id().value(),
        vault.name().value(),
        host,
        vault.retentionDays(),
        vault.purgeProtection(),
        vault.settings().authority().name().toLowerCase(Locale.ROOT),
        vault.settings().pfx().name().toLowerCase(Locale.ROOT),
        vault.createdAt());
  }
}
