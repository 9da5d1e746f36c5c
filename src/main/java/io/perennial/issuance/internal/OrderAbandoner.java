package io.perennial.issuance.internal;

import io.perennial.access.Principal;
import io.perennial.connector.ConnectorException;
import io.perennial.issuance.Order;
import io.perennial.issuance.internal.OrderLedger.Leased;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.OrderId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives orders up: first at the CA, as far as it listens, then in the row. */
@Component
class OrderAbandoner {

  private static final Logger log = LoggerFactory.getLogger(OrderAbandoner.class);

  private final OrderRepository orders;
  private final OrderLedger ledger;
  private final Issuers issuers;
  private final OrderSteps.Ambient ambient;

  OrderAbandoner(
      OrderRepository orders, OrderLedger ledger, Issuers issuers, OrderSteps.Ambient ambient) {
    this.orders = orders;
    this.ledger = ledger;
    this.issuers = issuers;
    this.ambient = ambient;
  }

  void abandon(Principal actor, Order order, String sentence) {
    OrderId id = order.id();
    Optional<Long> fence = orders.takeOver(id);
    if (fence.isEmpty()) {
      return;
    }
    try {
      Optional<io.perennial.connector.OrderState> state = ledger.connectorState(id);
      if (state.isPresent()) {
        issuers
            .open(OrderSteps.ISSUANCE, order.issuer())
            .abandon(RequestJson.read(id, orders.fixed(id)), state.get());
      }
    } catch (ConnectorException | RuntimeException lostAnyway) {
      // Whatever its CA makes of it, the order must not stand in the way of the one that is wanted.
      log.warn("Order {} could not be cancelled at its CA", id.value(), lostAnyway);
    }
    ledger.abandoned(new Leased(OrderSteps.ISSUANCE, order, fence.get()), sentence, ambient.now());
    log.debug("{} abandoned order {}", actor.name(), id.value());
  }
}
