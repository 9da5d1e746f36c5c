package io.perennial.managementapi.internal;

import io.perennial.vault.VaultWish;
import org.jspecify.annotations.Nullable;

/** What shall be different about a vault; what is left out stays. */
record VaultSettingsBody(
    @Nullable Integer retentionDays,
    @Nullable Boolean purgeProtection,
    @Nullable String authority,
    @Nullable String pfx) {

  VaultWish wish() {
    return new VaultWish(
        "", Texts.of(retentionDays), Texts.of(purgeProtection), Texts.of(authority), Texts.of(pfx));
  }
}
