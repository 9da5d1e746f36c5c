package io.perennial.dashboard.internal;

import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.publication.Report;
import io.perennial.publication.Truths;
import java.util.List;

/**
 * How far the newest order has come, up to what is seen from outside.
 *
 * @param title why it was started
 * @param steps in their order
 * @param failures what went wrong, at most one
 * @param moving whether more is about to happen by itself
 */
record OrderStrip(String title, List<Step> steps, List<StripFailure> failures, boolean moving) {

  OrderStrip {
    steps = List.copyOf(steps);
    failures = List.copyOf(failures);
  }

  /** Where a step stands. */
  enum Standing {
    DONE("done"),
    NOW("under way"),
    AHEAD("still to come"),
    FAILED("failed");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * One of the five.
   *
   * @param detail a few words more, or empty
   */
  record Step(String label, Standing standing, String detail) {}

  static OrderStrip of(Order order, List<Truths> truths) {
    List<Step> steps =
        List.of(
            new Step("ordered", ordered(order), ""),
            new Step("validated", validated(order), phase(order)),
            new Step("issued", issued(order), ""),
            installed(order, truths),
            seen(order, truths));
    boolean moving = steps.stream().anyMatch(step -> step.standing() == Standing.NOW);
    return new OrderStrip(
        Moments.readable(order.sentence()),
        steps,
        StripFailure.of(order, truths).stream().toList(),
        moving);
  }

  /** Before there is an order. */
  static OrderStrip expected(String why) {
    return new OrderStrip(
        Moments.readable(why),
        List.of(
            new Step("ordered", Standing.NOW, ""),
            new Step("validated", Standing.AHEAD, ""),
            new Step("issued", Standing.AHEAD, ""),
            new Step("installed", Standing.AHEAD, ""),
            new Step("seen from outside", Standing.AHEAD, "")),
        List.of(),
        true);
  }

  private static Standing ordered(Order order) {
    return switch (order.state()) {
      case PLANNED, SUBMITTING -> Standing.NOW;
      case WAITING, ISSUED, STORED, REFUSED, ABANDONED -> Standing.DONE;
    };
  }

  private static Standing validated(Order order) {
    return switch (order.state()) {
      case PLANNED, SUBMITTING -> Standing.AHEAD;
      case WAITING -> Standing.NOW;
      case ISSUED, STORED -> Standing.DONE;
      case REFUSED, ABANDONED -> Standing.FAILED;
    };
  }

  private static String phase(Order order) {
    return order.state() == OrderState.WAITING ? Words.phase(order.phase()) : "";
  }

  private static Standing issued(Order order) {
    return switch (order.state()) {
      case ISSUED -> Standing.NOW;
      case STORED -> Standing.DONE;
      case PLANNED, SUBMITTING, WAITING, REFUSED, ABANDONED -> Standing.AHEAD;
    };
  }

  private static Step installed(Order order, List<Truths> truths) {
    long there = truths.stream().filter(one -> hasInstalled(order, one)).count();
    boolean failed =
        truths.stream()
            .anyMatch(one ->
                !hasInstalled(order, one)
                    && one.binding()
                        .installed()
                        .outcome()
                        .filter(outcome -> outcome != Report.Outcome.INSTALLED)
                        .isPresent());
    return step("installed", order, truths, there, failed);
  }

  private static boolean hasInstalled(Order order, Truths truths) {
    return truths
        .binding()
        .installed()
        .version()
        .filter(version -> version.value().equals(order.id().value()))
        .isPresent();
  }

  private static Step seen(Order order, List<Truths> truths) {
    long there =
        truths.stream()
            .filter(Truths::served)
            .flatMap(one -> one.published().stream())
            .filter(version -> version.id().value().equals(order.id().value()))
            .count();
    return step("seen from outside", order, truths, there, false);
  }

  private static Step step(
      String label, Order order, List<Truths> truths, long there, boolean failed) {
    if (order.state() != OrderState.STORED) {
      return new Step(label, Standing.AHEAD, "");
    }
    if (truths.isEmpty()) {
      return new Step(label, Standing.AHEAD, "no server is bound");
    }
    if (there == truths.size()) {
      return new Step(label, Standing.DONE, "");
    }
    return new Step(
        label,
        failed ? Standing.FAILED : Standing.NOW,
        truths.size() == 1 ? "" : there + " of " + truths.size());
  }
}
