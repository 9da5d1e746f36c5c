package io.perennial.issuance.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.issuance.Backoff;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.issuance.internal.OrderLedger.LeaseLost;
import io.perennial.issuance.internal.OrderLedger.Leased;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Acceptance;
import io.perennial.pki.Pem;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes an order forward, one bounded step at a time, each stored before the next. No transaction
 * is open while a connector speaks to its CA.
 */
@Component
class OrderSteps {

  static final Principal ISSUANCE = Principal.system("issuance");

  private static final Logger log = LoggerFactory.getLogger(OrderSteps.class);
  private static final Duration WHEN_FULL = Duration.ofSeconds(1);

  private final OrderRepository orders;
  private final OrderLedger ledger;
  private final OrderLedger.Announcer announcer;
  private final Issuers issuers;
  private final Certificates certificates;
  private final Ambient ambient;

  OrderSteps(
      OrderRepository orders,
      OrderLedger ledger,
      OrderLedger.Announcer announcer,
      Issuers issuers,
      Certificates certificates,
      Ambient ambient) {
    this.orders = orders;
    this.ledger = ledger;
    this.announcer = announcer;
    this.issuers = issuers;
    this.certificates = certificates;
    this.ambient = ambient;
  }

  /**
   * Steps until the order waits or ends.
   *
   * @return when to come back, or empty when it has ended
   */
  Optional<Instant> run(OrderId id) {
    Optional<Long> fence = orders.takeOver(id);
    if (fence.isEmpty()) {
      return Optional.empty();
    }
    try {
      return stepWhileDue(id, fence.get());
    } catch (LeaseLost lost) {
      log.info("Order {}: {}", id.value(), lost.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Instant> stepWhileDue(OrderId id, long fence) {
    OrderRepository.Fixed fixed = orders.fixed(id);
    Wanted wanted = new Wanted(fixed, RequestJson.read(id, fixed));
    while (true) {
      Order order = orders.find(id).orElseThrow();
      if (order.state().ended()) {
        return Optional.empty();
      }
      if (order.nextStepAt().isAfter(ambient.now())) {
        return Optional.of(order.nextStepAt());
      }
      step(new Leased(ISSUANCE, order, fence), wanted);
    }
  }

  private void step(Leased lease, Wanted wanted) {
    Order order = lease.order();
    guarded(
        lease,
        () -> {
          if (order.state() == OrderState.ISSUED) {
            accept(lease, wanted.request(), Pem.parse(orders.chain(lease.id()).orElseThrow()));
            return Optional.empty();
          }
          Issuer issuer = issuers.get(lease.actor(), order.issuer());
          Connector connector = issuers.open(lease.actor(), issuer);
          if (order.state() == OrderState.PLANNED) {
            Optional<Instant> turn = turn(order, connector);
            if (turn.isPresent()) {
              ledger.queued(lease, turn.get());
              return Optional.empty();
            }
            // Asked again for each order: the issuer's settings may have changed since the wish.
            List<String> objections =
                issuers.review(lease.actor(), issuer, wanted.request().requested());
            if (!objections.isEmpty()) {
              refuse(lease, rejected(objections));
              return Optional.empty();
            }
          }
          take(lease, wanted.request(), advance(lease, wanted, connector));
          if (issuer.problem().isPresent()) {
            issuers.mark(lease.actor(), order.issuer(), Optional.empty());
          }
          return Optional.empty();
        });
  }

  /**
   * Continues an order that was stored with its first step taken.
   *
   * @return whether it is over; if not, the row says what is next
   */
  boolean finish(FirstStep.Prepared begun) {
    Leased lease = new Leased(ISSUANCE, begun.order(), OrderRepository.FIRST_FENCE);
    try {
      return guarded(
              lease,
              () -> {
                Progress progress = begun.connector().advance(begun.request(), begun.state());
                take(lease, begun.request(), progress);
                return Optional.of(progress);
              })
          .filter(progress -> !(progress instanceof Progress.Waiting))
          .isPresent();
    } catch (LeaseLost lost) {
      log.info("Order {}: {}", lease.id().value(), lost.getMessage());
      return true;
    }
  }

  private <T> Optional<T> guarded(Leased lease, Step<T> step) {
    try {
      return step.take();
    } catch (ConnectorException outcome) {
      failed(lease, outcome);
    } catch (Refusal refusal) {
      refuse(
          lease,
          new Problem(Problem.Blame.ISSUER, "unsupported", refusal.sentence(), Optional.empty()));
    } catch (LeaseLost lost) {
      throw lost;
    } catch (RuntimeException ours) {
      log.error("Order {} failed at {}", lease.id().value(), lease.order().state(), ours);
      retry(
          lease,
          "Perennial failed: " + ours.getClass().getSimpleName() + ". The log says more.",
          Problem.Blame.US,
          Optional.empty());
    }
    return Optional.empty();
  }

  private static Problem rejected(List<String> objections) {
    return new Problem(
        Problem.Blame.REQUEST, "rejected-request", String.join(" ", objections), Optional.empty());
  }

  /**
   * When to ask again, if the CA has as many orders of ours as it takes. The more wait, the longer
   * each does: together they ask about as often per second as the CA takes orders, not each once.
   * Where all that it has in hand have failed, it is away, and who waits for a turn waits as if it
   * had failed as well.
   */
  private Optional<Instant> turn(Order order, Connector connector) {
    int most = connector.limits().maxOrdersInFlight();
    OrderRepository.Load load = orders.load(order.issuer());
    if (load.inFlight() < most) {
      return Optional.empty();
    }
    if (load.failures() > 0) {
      return Optional.of(
          ambient
              .now()
              .plus(Backoff.after(load.failures(), WHEN_FULL, remaining(order), ambient.random())));
    }
    long spread = WHEN_FULL.multipliedBy(1 + load.planned() / Math.max(1, most)).toMillis();
    return Optional.of(ambient.now().plus(WHEN_FULL).plusMillis(ambient.random().nextLong(spread)));
  }

  private Progress advance(Leased lease, Wanted wanted, Connector connector)
      throws ConnectorException {
    return switch (lease.order().state()) {
      case PLANNED -> {
        ledger.submitting(lease);
        yield connector.submit(replacing(wanted));
      }
      case SUBMITTING -> connector.recover(replacing(wanted));
      case WAITING ->
          connector.advance(wanted.request(), ledger.connectorState(lease.id()).orElseThrow());
      case ISSUED, STORED, REFUSED, ABANDONED ->
          throw new IllegalStateException("nothing to advance");
    };
  }

  /** What is replaced may be gone by now; the CA is then told of nothing. */
  private CertificateRequest replacing(Wanted wanted) {
    return RequestJson.replaces(wanted.fixed())
        .flatMap(version -> certificates.version(ISSUANCE, version))
        .map(version -> Pem.parse(certificates.chain(ISSUANCE, version.id())).getFirst())
        .map(wanted.request()::replacing)
        .orElse(wanted.request());
  }

  private void take(Leased lease, CertificateRequest request, Progress progress) {
    Instant now = ambient.now();
    switch (progress) {
      case Progress.Waiting waiting -> {
        boolean first = lease.order().state() != OrderState.WAITING;
        ledger.waiting(lease, waiting, now.plus(clamp(waiting.checkAfter())));
        if (first) {
          announcer.milestone();
        }
      }
      case Progress.Issued(List<X509Certificate> chain) -> accept(lease, request, chain);
      case Progress.Refused(Problem problem) -> refuse(lease, problem);
    }
  }

  private static Duration clamp(Duration asked) {
    Duration most = Duration.ofDays(1);
    return asked.isNegative() ? Duration.ZERO : asked.compareTo(most) > 0 ? most : asked;
  }

  /** A chain that is not accepted is stored as it came, for whoever asks the CA what it did. */
  private void accept(Leased lease, CertificateRequest request, List<X509Certificate> chain) {
    List<String> objections = Acceptance.objections(request, chain, ambient.now());
    if (objections.isEmpty()) {
      ledger.stored(lease, Acceptance.withoutRoot(chain), ambient.now());
      announcer.milestone();
    } else {
      if (lease.order().state() != OrderState.ISSUED) {
        ledger.issued(lease, chain, ambient.now());
      }
      refuse(
          lease,
          new Problem(
              Problem.Blame.ISSUER,
              "unacceptable",
              "The CA's certificate was not accepted. " + String.join(" ", objections),
              Optional.empty()));
    }
  }

  private void refuse(Leased lease, Problem problem) {
    ledger.refused(lease, problem, ambient.now());
  }

  private void failed(Leased lease, ConnectorException outcome) {
    String sentence = String.valueOf(outcome.getMessage());
    switch (outcome) {
      case CaUnavailable unavailable ->
          retry(lease, sentence, Problem.Blame.ISSUER, unavailable.retryAfter());
      case CaMisconfigured wrong -> {
        issuers.mark(lease.actor(), lease.order().issuer(), Optional.of(sentence));
        refuse(
            lease, new Problem(Problem.Blame.ISSUER, "misconfigured", sentence, Optional.empty()));
      }
      case CaProtocolError broken -> {
        log.error("Order {}: the CA broke its protocol", lease.id().value(), broken);
        refuse(lease, new Problem(Problem.Blame.ISSUER, "protocol", sentence, Optional.empty()));
      }
    }
  }

  private void retry(
      Leased lease, String problem, Problem.Blame blame, Optional<Duration> retryAfter) {
    Order order = lease.order();
    Duration wait =
        Backoff.after(
            order.attempts() + 1,
            retryAfter.orElse(Duration.ZERO),
            remaining(order),
            ambient.random());
    ledger.retry(lease, problem, blame, ambient.now().plus(wait));
  }

  private Optional<Duration> remaining(Order order) {
    if (order.reason().equals(Order.REVOKED)) {
      return Optional.empty();
    }
    Certificate certificate = certificates.get(ISSUANCE, order.certificate());
    return certificate
        .currentVersion()
        .flatMap(version -> certificates.version(ISSUANCE, version))
        .map(version -> Duration.between(ambient.now(), version.notAfter()));
  }

  /** What may fail in all the ways that {@link #guarded} knows. */
  private interface Step<T> {

    Optional<T> take() throws ConnectorException;
  }

  private record Wanted(OrderRepository.Fixed fixed, CertificateRequest request) {}

  /** Time and chance. */
  @Component
  record Ambient(Clock clock, java.util.random.RandomGenerator random) {

    Instant now() {
      return clock.instant();
    }
  }
}
