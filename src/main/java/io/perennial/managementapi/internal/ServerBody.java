package io.perennial.managementapi.internal;

import io.perennial.protection.Wish.ServerWish;
import org.jspecify.annotations.Nullable;

/** A server that shall serve a certificate. */
record ServerBody(@Nullable String server, @Nullable String address, @Nullable Integer port) {

  ServerWish wish() {
    return new ServerWish(Texts.of(server), Texts.of(address), Texts.of(port));
  }
}
