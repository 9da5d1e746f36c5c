package io.perennial.identity;

import io.perennial.access.Principal;
import io.perennial.automation.VaultClients;
import io.perennial.automation.VaultClients.Assigned;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lets programs that were written for Key Vault, and have a certificate, into a vault. */
@Service
public class CertifiedClients {

  private final VaultClients clients;
  private final ApplicationCertificates certificates;

  CertifiedClients(VaultClients clients, ApplicationCertificates certificates) {
    this.clients = clients;
    this.certificates = certificates;
  }

  /**
   * Assigns a role at a vault to an application, which is made where there is none of that name,
   * and registers a certificate for it.
   *
   * @throws io.perennial.kernel.Refusal that says what is wrong and what to enter
   */
  @Transactional
  public Assigned admit(Principal actor, String vault, String client, String role, String pem) {
    Assigned assigned = clients.assign(actor, vault, client, role);
    certificates.register(actor, assigned.application().clientId(), pem);
    return assigned;
  }
}
