package io.perennial.connector.acme;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Problem;
import io.perennial.connector.Problem.Blame;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Takes a certificate back with the key of the account that ordered it (RFC 8555, section 7.6): the
 * certificate's own key never leaves the core, and may be lost.
 */
record Revoking(AcmeTransport transport, AccountKeeper accounts) {

  RevocationOutcome revoke(X509Certificate certificate, RevocationReason reason)
      throws ConnectorException {
    byte[] der = encoded(certificate);
    try {
      URI account = accounts.current();
      try {
        return revoke(account, der, reason);
      } catch (AcmeRefusal refusal) {
        return refusal.is("accountDoesNotExist")
            ? revoke(accounts.replace(account), der, reason)
            : outcome(refusal);
      }
    } catch (AcmeRefusal refusal) {
      return outcome(refusal);
    }
  }

  private RevocationOutcome revoke(URI account, byte[] certificate, RevocationReason reason)
      throws ConnectorException, AcmeRefusal {
    transport.revoke(account, certificate, reason.code());
    return new RevocationOutcome.Revoked();
  }

  private RevocationOutcome outcome(AcmeRefusal refusal) throws ConnectorException {
    return switch (refusal.problem().name()) {
      case "alreadyRevoked" -> new RevocationOutcome.Revoked();
      case "badRevocationReason" ->
          refused(refusal, Blame.REQUEST, "The CA does not take this reason; choose another one: ");
      case "unauthorized" -> {
        accounts.requireOpen();
        yield refused(
            refusal,
            Blame.ISSUER,
            "The CA lets this issuer's account not revoke the certificate: ");
      }
      default -> refused(refusal, Blame.ISSUER, "The CA does not revoke the certificate: ");
    };
  }

  private static RevocationOutcome refused(AcmeRefusal refusal, Blame blame, String what) {
    return new RevocationOutcome.Refused(
        new Problem(
            blame, refusal.problem().type(), what + refusal.problem().detail(), Optional.empty()));
  }

  private static byte[] encoded(X509Certificate certificate) throws CaProtocolError {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException unreadable) {
      throw new CaProtocolError("The certificate cannot be read.", unreadable);
    }
  }
}
