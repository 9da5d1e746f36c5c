package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.TrustSource;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Pem;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.publication.Truths;
import org.springframework.stereotype.Component;

/** The roots behind the certificate that this server itself serves. */
@Component
class OwnTrust {

  private final Bindings bindings;
  private final Consumers consumers;
  private final Issuers issuers;

  OwnTrust(Bindings bindings, Consumers consumers, Issuers issuers) {
    this.bindings = bindings;
    this.consumers = consumers;
    this.issuers = issuers;
  }

  /**
   * PEM.
   *
   * @throws Refusal when its issuer is a public CA, or cannot be asked now
   */
  String roots(Principal actor) {
    var ours = consumers.ourselves().id();
    Certificate own =
        bindings.truths(actor).stream()
            .filter(truths -> truths.consumer().id().equals(ours))
            .map(Truths::certificate)
            .findFirst()
            .orElseThrow(() ->
                Refusal.notFound("This server has no certificate of its own yet. Try again soon."));
    try {
      if (issuers.open(actor, own.issuer()) instanceof TrustSource source) {
        return Pem.certificates(source.roots());
      }
    } catch (ConnectorException failed) {
      throw Refusal.conflict(String.valueOf(failed.getMessage()));
    }
    throw Refusal.notFound(
        "This server's certificate comes from a public CA. Use the system's own roots.");
  }
}
