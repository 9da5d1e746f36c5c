package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.automation.VaultClients;
import io.perennial.automation.VaultClients.Assigned;
import io.perennial.identity.CertifiedClients;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How the command line lets programs into vaults. Answers are lines of text. */
@RestController
@RequestMapping(path = "/control/vaults", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlVaultsController {

  private final VaultClients clients;
  private final CertifiedClients certified;
  private final VaultEnvironment environment;

  ControlVaultsController(
      VaultClients clients, CertifiedClients certified, VaultEnvironment environment) {
    this.clients = clients;
    this.certified = certified;
    this.environment = environment;
  }

  /** The environment in which an SDK for Key Vault reaches the vault; the secret stands in it. */
  @PostMapping("/clients")
  String admit(@RequestParam String vault, @RequestParam String client, @RequestParam String role) {
    VaultClients.Admitted admitted = clients.admit(COMMAND_LINE, vault, client, role);
    return environment.lines(
        new Assigned(admitted.vault(), admitted.application()),
        VaultEnvironment.SECRET + admitted.secret().token());
  }

  /**
   * The same for a client that has a certificate.
   *
   * @param file where the command line found it, with its key, which was not sent
   */
  @PostMapping("/certified-clients")
  String admit(
      @RequestParam String vault,
      @RequestParam String client,
      @RequestParam String role,
      @RequestParam String certificate,
      @RequestParam String file) {
    return environment.lines(
        certified.admit(COMMAND_LINE, vault, client, role, certificate),
        VaultEnvironment.CERTIFICATE + file);
  }
}
