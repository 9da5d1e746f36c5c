package io.perennial.connector.acme;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.RenewalAdvice;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeRenewalInfo;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Asks when the CA wants a certificate renewed (RFC 9773). Needs no account. */
record Advising(AcmeTransport transport) {

  Optional<RenewalAdvice> advise(X509Certificate certificate) throws ConnectorException {
    try {
      return transport.renewalInfo(certificate).map(Advising::advice);
    } catch (AcmeRefusal refusal) {
      throw new CaProtocolError(
          "The CA gives no renewal information for its own certificate: "
              + refusal.problem().detail()
              + ".");
    }
  }

  private static RenewalAdvice advice(AcmeRenewalInfo info) {
    return new RenewalAdvice(info.start(), info.end(), info.explanation(), info.retryAfter());
  }
}
