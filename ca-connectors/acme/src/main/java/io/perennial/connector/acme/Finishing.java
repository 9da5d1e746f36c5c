package io.perennial.connector.acme;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Progress;
import io.perennial.connector.acme.transport.AcmeAuthorization;
import io.perennial.connector.acme.transport.AcmeOrder;
import io.perennial.connector.acme.transport.AcmeProblem;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** From accepted proofs to the chain, and the end of orders that fail. No instruction stands. */
final class Finishing {

  private static final int MAX_FINALIZATIONS = 5;

  private final AcmeTransport transport;
  private final Chains chains;
  private final Release release;

  Finishing(AcmeTransport transport, Chains chains, Release release) {
    this.transport = transport;
    this.chains = chains;
    this.release = release;
  }

  /** The order is ready: the intent to finalise is stored before anything is sent. */
  Progress intend(StoredOrder order) throws CaProtocolError {
    return waiting(order.in(Phase.FINALIZING), Duration.ZERO);
  }

  /**
   * Sends the signing request of an order just read as ready. Reading it first is what keeps a
   * second presentation of the same state from finalising twice.
   */
  Progress submit(CertificateRequest request, StoredOrder stored, AcmeOrder ready)
      throws ConnectorException, AcmeRefusal {
    if (stored.finalizations() >= MAX_FINALIZATIONS) {
      release.letGo(stored);
      return Refusals.failed(
          new AcmeProblem("not-finalized", "The CA leaves the order ready however often asked"),
          "");
    }
    StoredOrder tried = stored.finalizedAgain();
    try {
      Optional<Duration> asked = transport.finalizeOrder(stored.account(), ready, request.csr());
      return waiting(tried.in(Phase.PROCESSING), asked.orElse(Duration.ZERO));
    } catch (AcmeRefusal refusal) {
      if (refusal.status() != 403) {
        throw refusal;
      }
      return secondLook(tried, refusal);
    }
  }

  /** The CA may forbid what it has done already: then the order knows better. */
  private Progress secondLook(StoredOrder tried, AcmeRefusal refusal)
      throws ConnectorException, AcmeRefusal {
    AcmeOrder now = transport.order(tried.account(), tried.order());
    return switch (now.status()) {
      case PROCESSING, VALID -> waiting(tried.in(Phase.PROCESSING), Duration.ZERO);
      case READY, PENDING -> {
        if (!refusal.is("orderNotReady")) {
          throw refusal;
        }
        yield waiting(tried, Pace.next(tried.finalizations(), now.retryAfter()));
      }
      default -> refused(tried, now.error().or(() -> Optional.of(refusal.problem())));
    };
  }

  /** The CA is at work, or not yet ready for it. */
  Progress await(StoredOrder stored, AcmeOrder order) throws CaProtocolError {
    return waiting(stored.polledAgain(), Pace.next(stored.polls(), order.retryAfter()));
  }

  Progress download(StoredOrder stored, AcmeOrder order) throws ConnectorException, AcmeRefusal {
    URI certificate =
        order
            .certificate()
            .orElseThrow(() -> new CaProtocolError("A valid order names no certificate."));
    return new Progress.Issued(chains.fetch(stored.account(), certificate));
  }

  /**
   * The order failed: gives up what it still holds, a few in each step, and then says why.
   *
   * @param told what the CA says of the order as a whole
   */
  Progress refused(StoredOrder stored, Optional<AcmeProblem> told)
      throws ConnectorException, AcmeRefusal {
    StoredOrder released = release.letGo(stored.in(Phase.RELEASING));
    if (!released.unsettled(1).isEmpty()) {
      return waiting(released, Duration.ZERO);
    }
    for (Proof failed : released.first(1, Proof.Stage.FAILED)) {
      return failed(transport.authorization(stored.account(), failed.authorization()));
    }
    return told.isPresent()
        ? Refusals.failed(told.get(), "")
        : Refusals.gone("order-lost", "The CA ended the order without giving a reason.");
  }

  private static Progress failed(AcmeAuthorization found) {
    return Refusals.failed(
        found.error().orElse(new AcmeProblem("unauthorized", "the CA did not say why it failed")),
        found.name().value());
  }

  /** The CA will not continue an order so old; a new one may be begun. */
  Progress expired(StoredOrder stored) throws ConnectorException {
    release.letGo(stored);
    return Refusals.gone("order-expired", "The order expired before the CA issued.");
  }

  private static Progress waiting(StoredOrder order, Duration wait) throws CaProtocolError {
    return new Progress.Waiting(StateCodec.encode(order), wait, List.of());
  }
}
