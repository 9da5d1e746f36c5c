package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.automation.VaultClients;
import io.perennial.vault.VaultHosts;
import io.perennial.web.WebProperties;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the command line does with vaults. Answers are lines of text. */
@RestController
@RequestMapping(path = "/control/vaults", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlVaultsController {

  private final VaultClients clients;
  private final VaultHosts hosts;
  private final WebProperties web;

  ControlVaultsController(VaultClients clients, VaultHosts hosts, WebProperties web) {
    this.clients = clients;
    this.hosts = hosts;
    this.web = web;
  }

  /** The environment in which an SDK for Key Vault reaches the vault; the secret stands in it. */
  @PostMapping("/clients")
  String admit(@RequestParam String vault, @RequestParam String client, @RequestParam String role) {
    VaultClients.Admitted admitted = clients.admit(COMMAND_LINE, vault, client, role);
    return """
    AZURE_AUTHORITY_HOST=https://%s:%d
    AZURE_TENANT_ID=adfs
    AZURE_CLIENT_ID=%s
    AZURE_CLIENT_SECRET=%s
    AZURE_KEYVAULT_URL=https://%s:%d
    """
        .formatted(
            web.hostname(),
            web.port(),
            admitted.application().clientId().value(),
            admitted.secret().token(),
            hosts.name(admitted.vault()),
            web.port());
  }
}
