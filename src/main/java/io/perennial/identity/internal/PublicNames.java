package io.perennial.identity.internal;

import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The names under which programs know this deployment.
 *
 * @param hostname under which the server is reached
 * @param vaultDomain the domain below which vaults have their hosts, NAME.DOMAIN; tokens are for it
 */
@ConfigurationProperties("perennial")
record PublicNames(
    @DefaultValue("localhost") String hostname,
    @DefaultValue("vault.localhost") String vaultDomain) {

  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+");

  PublicNames {
    vaultDomain = vaultDomain.strip().toLowerCase(Locale.ROOT);
    if (!DOMAIN.matcher(vaultDomain).matches()) {
      throw new IllegalArgumentException(
          "perennial.vault-domain is no domain name such as vault.example.com; set it to the domain"
              + " below which vaults have their hosts.");
    }
  }
}
