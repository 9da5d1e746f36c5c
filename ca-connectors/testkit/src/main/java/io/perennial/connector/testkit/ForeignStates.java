package io.perennial.connector.testkit;

import io.perennial.connector.OrderState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** States that no release of the connector under test has written. */
final class ForeignStates {

  private ForeignStates() {}

  /** For each true state: emptied, cut in half, and replaced by bytes that mean nothing. */
  static List<OrderState> of(List<OrderState> states) {
    List<OrderState> foreign = new ArrayList<>();
    foreign.add(new OrderState("NO_SUCH_PHASE", new byte[0]));
    for (OrderState state : states) {
      byte[] data = state.data();
      foreign.add(new OrderState(state.phase(), Arrays.copyOf(data, data.length / 2)));
      foreign.add(new OrderState(state.phase(), new byte[0]));
      byte[] noise = new byte[64];
      Arrays.fill(noise, (byte) 0xff);
      foreign.add(new OrderState(state.phase(), noise));
    }
    return foreign;
  }

  /** The true states too. */
  static List<OrderState> and(List<OrderState> states) {
    List<OrderState> all = new ArrayList<>(states);
    all.addAll(of(states));
    return all;
  }
}
