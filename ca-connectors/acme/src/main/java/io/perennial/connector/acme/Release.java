package io.perennial.connector.acme;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.acme.transport.AcmeAuthorization;
import io.perennial.connector.acme.transport.AcmeProblem;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeStatus;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
import java.util.Optional;

/**
 * Gives up what an order still holds open: CAs limit how many authorizations an account may leave
 * pending.
 */
record Release(AcmeTransport transport) {

  /** Why an authorization failed, and which. */
  record Culprit(String name, AcmeProblem problem) {}

  /**
   * Looks at each authorization not known to be valid, deactivates the pending ones and reports the
   * first that failed. At most two requests for each. The CA's no to any of them is passed over: a
   * lost authorization holds nothing open.
   *
   * @throws ConnectorException when the CA cannot be asked and no failure is known yet
   */
  Optional<Culprit> letGo(StoredOrder order) throws ConnectorException {
    Optional<Culprit> culprit = Optional.empty();
    for (Proof proof : order.proofs()) {
      if (proof.stage() == Proof.Stage.VALID) {
        continue;
      }
      try {
        Optional<Culprit> found = letGo(order.account(), proof);
        culprit = culprit.or(() -> found);
      } catch (ConnectorException unreachable) {
        // What is known matters more than tidiness; the rest expires by itself.
        if (culprit.isPresent()) {
          return culprit;
        }
        throw unreachable;
      }
    }
    return culprit;
  }

  private Optional<Culprit> letGo(URI account, Proof proof) throws ConnectorException {
    try {
      AcmeAuthorization found = transport.authorization(account, proof.authorization());
      if (found.status() == AcmeStatus.PENDING) {
        transport.deactivate(account, found.url());
      }
      return found.status() == AcmeStatus.INVALID
          ? Optional.of(new Culprit(found.name().value(), reason(found)))
          : Optional.empty();
    } catch (AcmeRefusal lost) {
      return Optional.empty();
    }
  }

  private static AcmeProblem reason(AcmeAuthorization authorization) {
    return authorization
        .error()
        .orElse(new AcmeProblem("unauthorized", "the CA did not say why it failed"));
  }
}
