package io.perennial.vaultapi.internal;

import io.perennial.vault.Vault;
import io.perennial.vault.VaultSettings;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where clients of vaults get their tokens.
 *
 * @param hostname the name under which browsers and servers reach this server
 */
@ConfigurationProperties("perennial")
record VaultAuthority(@DefaultValue("localhost") String hostname) {

  /**
   * @param vault that is called, if there is one
   * @param tenant this deployment's, a GUID
   */
  String at(int port, Optional<Vault> vault, String tenant) {
    String name =
        switch (vault.map(Vault::settings).orElse(VaultSettings.usual()).authority()) {
          case ADFS -> "adfs";
          case TENANT -> tenant;
        };
    return "https://" + hostname + (port == 443 ? "" : ":" + port) + "/" + name;
  }
}
