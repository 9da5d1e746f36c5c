package io.perennial.managementapi.internal;

import io.perennial.protection.Wish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A domain to protect; everything but {@code domains} has a default. */
record CertificateBody(
    @Nullable List<@Nullable String> domains,
    @Nullable String name,
    @Nullable String issuer,
    @Nullable String keyType,
    @Nullable String validity,
    @Nullable String profile,
    @Nullable String renew,
    @Nullable List<@Nullable ServerBody> servers,
    @Nullable String vault) {

  Wish wish() {
    return new Wish(
        Texts.joined(domains),
        Texts.of(name),
        Texts.of(issuer),
        Texts.of(keyType),
        Texts.of(validity),
        Texts.of(profile),
        Texts.of(renew),
        Texts.each(servers).stream().map(ServerBody::wish).toList());
  }
}
