package io.perennial.dashboard.internal;

import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.renewal.Decision;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * One line of what happened to a certificate.
 *
 * @param bad whether it went wrong
 * @param blame whose turn it is; empty where nothing went wrong
 * @param next when it is looked at again; empty for orders
 */
record TimelineEntry(
    Instant when,
    String at,
    String ago,
    String what,
    boolean bad,
    String sentence,
    String blame,
    String next) {

  /** Decisions and orders together, newest first. */
  static List<TimelineEntry> merge(List<Decision> decisions, List<Order> orders, Moments moments) {
    return Stream.concat(
            decisions.stream().map(decision -> of(decision, moments)),
            orders.stream().map(order -> of(order, moments)))
        .sorted(Comparator.comparing(TimelineEntry::when).reversed())
        .toList();
  }

  private static TimelineEntry of(Decision decision, Moments moments) {
    boolean bad =
        switch (decision.outcome()) {
          case FAILED, FUSED -> true;
          case RENEW, RENEWED, REST, HURRIED -> false;
        };
    return new TimelineEntry(
        decision.at(),
        Moments.second(decision.at()),
        moments.ago(decision.at()),
        Words.of(decision.outcome()),
        bad,
        Moments.readable(decision.sentence()),
        decision.blame().map(Words::of).orElse(""),
        "Looks again on " + Moments.second(decision.nextActionAt()) + ".");
  }

  private static TimelineEntry of(Order order, Moments moments) {
    Instant when = order.endedAt().orElse(order.createdAt());
    boolean within = !order.phase().isEmpty() && order.state() != OrderState.STORED;
    String phase = !within ? "" : " (" + Words.phase(order.phase()) + ")";
    return new TimelineEntry(
        when,
        Moments.second(when),
        moments.ago(when),
        "Order",
        order.state() == OrderState.REFUSED,
        "Ordered on %s, %s%s. %s"
            .formatted(
                Moments.second(order.createdAt()),
                Words.of(order.state()),
                phase,
                Moments.readable(order.problem().orElse(order.sentence()))),
        order.blame().map(Words::of).orElse(""),
        "");
  }
}
