package io.perennial.vault.internal;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultHosts;
import java.util.Locale;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

@Component
@EnableConfigurationProperties(VaultDomain.class)
class DomainHosts implements VaultHosts {

  private static final int HTTPS = 443;

  private final VaultRepository vaults;
  private final String domain;

  DomainHosts(VaultRepository vaults, VaultDomain domain) {
    this.vaults = vaults;
    this.domain = domain.vaultDomain().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean covers(String host) {
    return host.toLowerCase(Locale.ROOT).endsWith("." + domain);
  }

  @Override
  public Optional<Vault> at(String host) {
    if (!covers(host)) {
      return Optional.empty();
    }
    String label = host.substring(0, host.length() - domain.length() - 1);
    try {
      return vaults.find(new ObjectName(label));
    } catch (Refusal noName) {
      return Optional.empty();
    }
  }

  @Override
  public String name(Vault vault) {
    return vault.name().value() + "." + domain;
  }

  @Override
  public String wildcard() {
    return "*." + domain;
  }

  @Override
  public String resource(int port) {
    return "https://" + domain + (port == HTTPS ? "" : ":" + port);
  }
}
