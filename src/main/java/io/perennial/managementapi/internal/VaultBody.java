package io.perennial.managementapi.internal;

import io.perennial.vault.VaultWish;
import org.jspecify.annotations.Nullable;

/** A vault to make; everything but {@code name} has a default. */
record VaultBody(
    @Nullable String name,
    @Nullable Integer retentionDays,
    @Nullable Boolean purgeProtection,
    @Nullable String authority,
    @Nullable String pfx) {

  VaultWish wish() {
    return new VaultWish(
        Texts.of(name),
        Texts.of(retentionDays),
        Texts.of(purgeProtection),
        Texts.of(authority),
        Texts.of(pfx));
  }
}
