package io.perennial.operations.internal;

import io.perennial.automation.VaultClients.Assigned;
import io.perennial.envelope.Envelope;
import io.perennial.kernel.Id;
import io.perennial.vault.VaultHosts;
import io.perennial.web.WebProperties;
import org.springframework.stereotype.Component;

/** What programs for Key Vault are told of a vault and of themselves, as lines for a shell. */
@Component
record VaultEnvironment(VaultHosts hosts, WebProperties web, Envelope envelope) {

  static final String SECRET = "AZURE_CLIENT_SECRET=";
  static final String CERTIFICATE = "AZURE_CLIENT_CERTIFICATE_PATH=";

  /**
   * The lines for the command line az are remarks, so that the rest can be read as it is. It wants
   * a tenant that is a GUID, and asks at adfs all the same, since the authority ends in it.
   *
   * @param credential name and value of the variable by which the client shows who it is
   */
  String lines(Assigned client, String credential) {
    return """
    AZURE_AUTHORITY_HOST=%1$s
    AZURE_TENANT_ID=%10$s
    AZURE_CLIENT_ID=%2$s
    %3$s
    AZURE_KEYVAULT_URL=https://%4$s:%5$d
    # az cloud register --name perennial --skip-endpoint-discovery --endpoint-active-directory %1$s/adfs --endpoint-active-directory-resource-id %6$s --endpoint-active-directory-graph-resource-id %6$s --endpoint-resource-manager %1$s/arm --suffix-keyvault-dns %7$s:%5$d
    # az cloud set --name perennial
    # az login --service-principal --tenant %11$s --username "$AZURE_CLIENT_ID" %8$s --allow-no-subscriptions
    # az keyvault secret list --vault-name %9$s
    """
        .formatted(
            "https://%s:%d".formatted(web.hostname(), web.port()),
            client.application().clientId().value(),
            credential,
            hosts.name(client.vault()),
            web.port(),
            hosts.resource(web.port()),
            hosts.wildcard().substring(1),
            credential.startsWith(CERTIFICATE)
                ? "--certificate \"$AZURE_CLIENT_CERTIFICATE_PATH\""
                : "--password \"$AZURE_CLIENT_SECRET\"",
            client.vault().name().value(),
            switch (client.vault().settings().authority()) {
              case ADFS -> "adfs";
              case TENANT -> Id.guid(envelope.deployment());
            },
            Id.guid(envelope.deployment()));
  }
}
