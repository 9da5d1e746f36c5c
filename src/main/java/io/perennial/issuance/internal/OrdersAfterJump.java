package io.perennial.issuance.internal;

import io.perennial.scheduling.ClockJumped;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * A clock that went back would keep open orders waiting for a time that is not to come for long.
 */
@Component
class OrdersAfterJump {

  private final OrderRepository orders;

  OrdersAfterJump(OrderRepository orders) {
    this.orders = orders;
  }

  @EventListener
  void jumped(ClockJumped jump) {
    if (jump.back()) {
      orders.hastenAll(jump.at());
    }
  }
}
