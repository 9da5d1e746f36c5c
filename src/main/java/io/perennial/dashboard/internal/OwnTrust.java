package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.TrustSource;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.pki.Pem;
import io.perennial.publication.BindingFilter;
import io.perennial.publication.Consumers;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.Truths;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The roots behind the certificate that this server itself serves. */
@Component
class OwnTrust {

  private final PublicationQueries publication;
  private final Consumers consumers;
  private final Issuers issuers;

  OwnTrust(PublicationQueries publication, Consumers consumers, Issuers issuers) {
    this.publication = publication;
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
        publication
            .bindings(
                actor,
                new BindingFilter(Optional.empty(), Optional.empty(), Optional.of(ours)),
                Slice.first(1))
            .items()
            .stream()
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
