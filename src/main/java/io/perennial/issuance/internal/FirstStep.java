package io.perennial.issuance.internal;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.OrderState;
import io.perennial.connector.Progress;
import io.perennial.issuance.Order;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.Refusal;
import io.perennial.scheduling.DurableTasks;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes an order's first step while the order is being stored, where nobody outside hears of that
 * step: intent and answer are then one row, written before anything is signed. Any other order is
 * left to a task.
 */
@Component
class FirstStep {

  private static final Logger log = LoggerFactory.getLogger(FirstStep.class);

  private final OrderRepository orders;
  private final OrderLedger ledger;
  private final OrderSteps steps;
  private final Issuers issuers;
  private final DurableTasks tasks;

  FirstStep(
      OrderRepository orders,
      OrderLedger ledger,
      OrderSteps steps,
      Issuers issuers,
      DurableTasks tasks) {
    this.orders = orders;
    this.ledger = ledger;
    this.steps = steps;
    this.issuers = issuers;
    this.tasks = tasks;
  }

  /**
   * @return empty where the order has to be stepped after it was stored, and also where something
   *     is wrong: the step will find that again and have an order to write it to
   */
  Optional<Prepared> prepare(Order order, OrderRepository.Fixed fixed) {
    if (!tasks.held()) {
      // Nobody would take up what was left half done.
      return Optional.empty();
    }
    CertificateRequest request = RequestJson.read(order.id(), fixed);
    try {
      Issuer issuer = issuers.get(OrderSteps.ISSUANCE, order.issuer());
      Connector connector = issuers.open(OrderSteps.ISSUANCE, issuer);
      boolean fit =
          connector.preparesOffline()
              && issuer.problem().isEmpty()
              && issuers.review(OrderSteps.ISSUANCE, issuer, request.requested()).isEmpty();
      return fit && connector.submit(request) instanceof Progress.Waiting waiting
          ? Optional.of(prepared(order, request, connector, waiting.state()))
          : Optional.empty();
    } catch (ConnectorException | Refusal unusable) {
      log.debug("Order {} begins unprepared", order.id().value(), unusable);
      return Optional.empty();
    }
  }

  private Prepared prepared(
      Order order, CertificateRequest request, Connector connector, OrderState state) {
    return new Prepared(
        order.waiting(state.phase()), request, connector, state, ledger.seal(order.id(), state));
  }

  /** Leaves an order to a task of its own, in the transaction that stores it. */
  void leave(Order order) {
    tasks.run(SteppedIssuance.STEP, order.id().value(), order.nextStepAt());
    tasks.done();
  }

  /** Goes on where {@link #prepare} has begun, once that is committed. */
  void proceed(Prepared begun) {
    if (!steps.finish(begun)) {
      orders
          .find(begun.order().id())
          .filter(order -> !order.state().ended())
          .ifPresent(
              order -> tasks.run(SteppedIssuance.STEP, order.id().value(), order.nextStepAt()));
    }
  }

  /**
   * The answer to the first step, and who takes the next.
   *
   * @param order as it is stored
   * @param sealed the state, for the order's row
   */
  record Prepared(
      Order order,
      CertificateRequest request,
      Connector connector,
      OrderState state,
      byte[] sealed) {}
}
