package io.perennial.vaultapi.internal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests one client may send to one vault within 10 seconds before it is told to wait,
 * on each server. As Key Vault has it, for each client.
 *
 * @param transactions of any kind; those that follow are among them
 * @param keyCreations certificates created with a new key
 * @param secretCreations secrets set
 */
@ConfigurationProperties("perennial.vault-limits")
record VaultLimits(
    @DefaultValue("4000") int transactions,
    @DefaultValue("20") int keyCreations,
    @DefaultValue("300") int secretCreations) {

  VaultLimits {
    if (transactions < 1 || keyCreations < 1 || secretCreations < 1) {
      throw new IllegalArgumentException("Each of perennial.vault-limits is at least 1.");
    }
  }
}
