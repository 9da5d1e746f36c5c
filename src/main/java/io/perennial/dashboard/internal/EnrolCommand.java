package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.web.WebProperties;
import org.springframework.stereotype.Component;

/** What is pasted on a server: it fetches the agent, and token and roots are in it. */
@Component
class EnrolCommand {

  private final OwnTrust trust;
  private final Certificates certificates;
  private final WebProperties web;

  EnrolCommand(OwnTrust trust, Certificates certificates, WebProperties web) {
    this.trust = trust;
    this.certificates = certificates;
    this.web = web;
  }

  /** For a server that gets its certificates later. */
  String of(Principal actor, String token) {
    return command(actor, token, "");
  }

  /** For a server that takes one at once. */
  String of(Principal actor, String token, CertificateId certificate) {
    return command(
        actor,
        token,
        "\nperennial-agent site " + certificates.get(actor, certificate).name().value());
  }

  /** The shell's builtins keep the token out of the list of processes. */
  private String command(Principal actor, String token, String site) {
    String base = "https://%s:%d".formatted(web.hostname(), web.pullPort());
    return """
    (set -e; umask 077; mkdir -p /etc/perennial-agent; cd /etc/perennial-agent
    printf '%%s\\n' '%s' >token
    %scurl -fsS --cacert ca.pem --create-dirs -o setup/perennial-agent %s/pull/v1/agent -o setup/systemd/perennial-agent.service %s/pull/v1/agent.service
    sh setup/perennial-agent install
    perennial-agent enrol --server %s --ca-file ca.pem --token-file token
    rm -r setup token%s)\
    """
        .formatted(token, roots(actor), base, base, base, site);
  }

  /** Where they cannot be told now, the file must be there already. */
  private String roots(Principal actor) {
    try {
      return "printf '%%s\\n' '%s' >ca.pem\n".formatted(trust.roots(actor).strip());
    } catch (Refusal unknown) {
      return "";
    }
  }
}
