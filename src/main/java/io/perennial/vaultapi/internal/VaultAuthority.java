package io.perennial.vaultapi.internal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where clients of vaults get their tokens.
 *
 * @param hostname the name under which browsers and servers reach this server
 */
@ConfigurationProperties("perennial")
record VaultAuthority(@DefaultValue("localhost") String hostname) {

  /** The one tenant whose authority the SDKs believe without asking Microsoft about it. */
  String at(int port) {
    return "https://" + hostname + (port == 443 ? "" : ":" + port) + "/adfs";
  }
}
