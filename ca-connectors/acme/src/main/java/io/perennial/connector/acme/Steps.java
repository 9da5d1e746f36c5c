package io.perennial.connector.acme;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Progress;
import io.perennial.connector.acme.transport.AcmeOrder;
import io.perennial.connector.acme.transport.AcmeRefusal;
import io.perennial.connector.acme.transport.AcmeTransport;
import java.time.Clock;
import java.util.Optional;

/** What comes next, decided by the stored phase and by the order as the CA sees it now. */
final class Steps {

  private static final int MAX_MISSES = 5;

  private final AcmeTransport transport;
  private final Proving proving;
  private final Finishing finishing;
  private final Clock clock;

  Steps(AcmeTransport transport, Proving proving, Finishing finishing, Clock clock) {
    this.transport = transport;
    this.proving = proving;
    this.finishing = finishing;
    this.clock = clock;
  }

  /** The next step of an order that stands in some phase. */
  Progress next(CertificateRequest request, StoredOrder stored)
      throws ConnectorException, AcmeRefusal {
    try {
      return step(request, stored);
    } catch (AcmeRefusal refusal) {
      if (refusal.status() != 404 || stored.misses() >= MAX_MISSES) {
        throw refusal;
      }
      // CAs read from copies that lag behind: what was just made may be unknown for a moment, and
      // what was just issued must not be ordered again for that.
      StoredOrder missed = stored.missed();
      return proving.waiting(missed, Pace.next(missed.misses(), Optional.empty()));
    }
  }

  private Progress step(CertificateRequest request, StoredOrder stored)
      throws ConnectorException, AcmeRefusal {
    return switch (stored.phase()) {
      case ORDERED -> proving.read(request, stored);
      case PRESENTED -> proving.trigger(stored);
      case TRIGGERED, READY, FINALIZING, PROCESSING -> follow(request, stored);
      case RELEASING ->
          finishing.refused(stored, transport.order(stored.account(), stored.order()).error());
    };
  }

  /** From here on the order's own status leads; the phase says only what was intended. */
  private Progress follow(CertificateRequest request, StoredOrder stored)
      throws ConnectorException, AcmeRefusal {
    AcmeOrder order = transport.order(stored.account(), stored.order());
    return switch (order.status()) {
      case PENDING -> pending(stored, order);
      case READY -> ready(request, stored, order);
      case PROCESSING -> finishing.await(processing(stored), order);
      case VALID -> finishing.download(stored, order);
      case INVALID, EXPIRED, REVOKED, DEACTIVATED -> finishing.refused(stored, order.error());
      case UNKNOWN -> throw new CaProtocolError("The CA gives the order a status that ACME lacks.");
    };
  }

  private Progress pending(StoredOrder stored, AcmeOrder order)
      throws ConnectorException, AcmeRefusal {
    if (expired(order)) {
      return finishing.expired(stored);
    }
    return stored.phase() == Phase.TRIGGERED
        ? proving.poll(stored, order.retryAfter())
        : finishing.await(stored, order);
  }

  private Progress ready(CertificateRequest request, StoredOrder stored, AcmeOrder order)
      throws ConnectorException, AcmeRefusal {
    if (expired(order)) {
      return finishing.expired(stored);
    }
    return stored.phase() == Phase.FINALIZING
        ? finishing.submit(request, stored, order)
        : finishing.intend(stored);
  }

  /** Whoever finalised, we or an instance killed before it could say so: the CA is at work. */
  private static StoredOrder processing(StoredOrder stored) {
    return stored.phase() == Phase.PROCESSING ? stored : stored.in(Phase.PROCESSING);
  }

  /**
   * A processing order is never given up for its age: its certificate may still come, and a second
   * order would bring a second one.
   */
  private boolean expired(AcmeOrder order) {
    return order.expires().filter(end -> end.isBefore(clock.instant())).isPresent();
  }
}
