package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.Refusal;
import io.perennial.web.WebProperties;
import org.springframework.stereotype.Component;

/** What is pasted on a server to enrol it: token and roots are in it, so that it is all. */
@Component
class EnrolCommand {

  private final OwnTrust trust;
  private final WebProperties web;

  EnrolCommand(OwnTrust trust, WebProperties web) {
    this.trust = trust;
    this.web = web;
  }

  /** The shell's builtins keep the token out of the list of processes. */
  String of(Principal actor, String token) {
    return "(umask 077; printf '%%s\\n' '%s' > token)%s && perennial-agent enrol --server https://%s:%d --ca-file perennial-ca.pem --token-file token"
        .formatted(token, roots(actor), web.hostname(), web.pullPort());
  }

  /** Where they cannot be told now, the file must be there already. */
  private String roots(Principal actor) {
    try {
      return " && printf '%%s\\n' '%s' > perennial-ca.pem".formatted(trust.roots(actor).strip());
    } catch (Refusal unknown) {
      return "";
    }
  }
}
