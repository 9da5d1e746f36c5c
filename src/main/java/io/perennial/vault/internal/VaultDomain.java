package io.perennial.vault.internal;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where vaults are found.
 *
 * @param vaultDomain the domain below which each vault is a host of its own, as in {@code
 *     main.vault.example.com}; clients written for Azure Key Vault call it
 */
@ConfigurationProperties("perennial")
record VaultDomain(@DefaultValue("vault.localhost") String vaultDomain) {}
