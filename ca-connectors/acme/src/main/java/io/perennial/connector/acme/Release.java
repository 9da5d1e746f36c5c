package io.perennial.connector.acme;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.acme.transport.AcmeAuthorization;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeStatus;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;

/**
 * Gives up what an order still holds open: CAs limit how many authorizations an account may leave
 * pending.
 */
record Release(AcmeTransport transport) {

  private static final int AT_ONCE = 10;

  /**
   * Looks at the first ten proofs that are not settled, deactivates the pending ones and notes
   * which failed: at most twenty requests. A hundred names would take two hundred, longer than a
   * step may; what an order that ends at once leaves pending beyond these, the CA lets expire. Its
   * no to any request is passed over: a lost authorization holds nothing open.
   *
   * @return the order, with the proofs that are settled now
   * @throws ConnectorException when the CA cannot be asked
   */
  StoredOrder letGo(StoredOrder order) throws ConnectorException {
    StoredOrder known = order;
    for (Proof proof : order.unsettled(AT_ONCE)) {
      known = known.with(proof.at(letGo(order.account(), proof)));
    }
    return known;
  }

  private Proof.Stage letGo(URI account, Proof proof) throws ConnectorException {
    try {
      AcmeAuthorization found = transport.authorization(account, proof.authorization());
      if (found.status() == AcmeStatus.PENDING) {
        transport.deactivate(account, found.url());
      }
      return found.status() == AcmeStatus.INVALID ? Proof.Stage.FAILED : Proof.Stage.RELEASED;
    } catch (AcmeRefusal lost) {
      return Proof.Stage.RELEASED;
    }
  }
}
