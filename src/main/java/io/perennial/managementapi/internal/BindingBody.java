package io.perennial.managementapi.internal;

import io.perennial.protection.Wish.ServerWish;
import org.jspecify.annotations.Nullable;

/** Which server shall serve which certificate, and where to look. */
record BindingBody(
    @Nullable String certificate,
    @Nullable String server,
    @Nullable String address,
    @Nullable Integer port) {

  ServerWish wish() {
    return new ServerWish(Texts.of(server), Texts.of(address), Texts.of(port));
  }
}
