package io.perennial.managementapi.internal;

import io.perennial.automation.TokenWish;
import org.jspecify.annotations.Nullable;

/** A token to make. */
record TokenBody(
    @Nullable String name,
    @Nullable String role,
    @Nullable String vault,
    @Nullable String certificate,
    @Nullable Integer days) {

  TokenWish wish() {
    return new TokenWish(
        Texts.of(name), Texts.of(role), Texts.of(vault), Texts.of(certificate), Texts.of(days));
  }
}
