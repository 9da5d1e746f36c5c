package io.perennial.managementapi.internal;

import io.perennial.kernel.Refusal;
import io.perennial.protection.Wish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wanted of a certificate from now on; replaces all of what was. */
record PolicyBody(
    @Nullable List<@Nullable String> domains,
    @Nullable String issuer,
    @Nullable String keyType,
    @Nullable String validity,
    @Nullable String profile,
    @Nullable String renew) {

  Wish wish() {
    if (Texts.of(issuer).isBlank()) {
      throw Refusal.invalid("Name the issuer, as the policy that you read does.");
    }
    return new Wish(
        Texts.joined(domains),
        "",
        Texts.of(issuer),
        Texts.of(keyType),
        Texts.of(validity),
        Texts.of(profile),
        Texts.of(renew),
        List.of());
  }
}
