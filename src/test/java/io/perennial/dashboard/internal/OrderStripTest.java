package io.perennial.dashboard.internal;

import static io.perennial.dashboard.internal.OrderStrip.Standing.AHEAD;
import static io.perennial.dashboard.internal.OrderStrip.Standing.DONE;
import static io.perennial.dashboard.internal.OrderStrip.Standing.FAILED;
import static io.perennial.dashboard.internal.OrderStrip.Standing.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Problem;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderStripTest {

  private static final Instant AT = Instant.parse("2027-01-15T12:00:00Z");

  @Test
  void movesThroughTheCasSteps() {
    assertThat(standings(OrderState.PLANNED)).containsExactly(NOW, AHEAD, AHEAD, AHEAD, AHEAD);
    assertThat(standings(OrderState.SUBMITTING)).containsExactly(NOW, AHEAD, AHEAD, AHEAD, AHEAD);
    assertThat(standings(OrderState.WAITING)).containsExactly(DONE, NOW, AHEAD, AHEAD, AHEAD);
    assertThat(standings(OrderState.ISSUED)).containsExactly(DONE, DONE, NOW, AHEAD, AHEAD);
  }

  @Test
  void stopsWhereNoServerIsBound() {
    OrderStrip strip = OrderStrip.of(order(OrderState.STORED), List.of());

    assertThat(strip.steps().get(3).detail()).isEqualTo("no server is bound");
    assertThat(strip.moving()).isFalse();
  }

  @Test
  void showsWhyTheCaRefused() {
    OrderStrip strip = OrderStrip.of(order(OrderState.REFUSED), List.of());

    assertThat(strip.steps().get(1).standing()).isEqualTo(FAILED);
    assertThat(strip.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.sentence()).isEqualTo("The CA said no.");
          assertThat(failure.turn()).contains("The request must change");
        });
    assertThat(strip.moving()).isFalse();
  }

  @Test
  void namesTheConnectorsPhaseWhileItWaits() {
    OrderStrip strip = OrderStrip.of(order(OrderState.WAITING), List.of());

    assertThat(strip.steps().get(1).detail()).isEqualTo("proofs presented");
    assertThat(strip.moving()).isTrue();
  }

  @Test
  void givesTheOneThingToDoToWhoeverHasTheTurn() {
    assertThat(failure(Optional.of(Problem.Blame.REQUEST)))
        .extracting(StripFailure::label, StripFailure::address, StripFailure::button)
        .containsExactly(
            "Edit the certificate", "/certificates/" + "2".repeat(32) + "/edit", false);
    assertThat(failure(Optional.of(Problem.Blame.ISSUER)))
        .extracting(StripFailure::label, StripFailure::address, StripFailure::button)
        .containsExactly("Look at the issuer", "/issuers/" + "3".repeat(32) + "/edit", false);
    assertThat(failure(Optional.of(Problem.Blame.US)))
        .extracting(StripFailure::label, StripFailure::address, StripFailure::button)
        .containsExactly("Try again", "/certificates/" + "2".repeat(32) + "/retry", true);
    assertThat(failure(Optional.empty()))
        .extracting(StripFailure::label, StripFailure::address, StripFailure::button)
        .containsExactly("Try now", "/certificates/" + "2".repeat(32) + "/retry", true);
  }

  private static StripFailure failure(Optional<Problem.Blame> blame) {
    return OrderStrip.of(order(OrderState.REFUSED, blame), List.of()).failures().getFirst();
  }

  private static List<OrderStrip.Standing> standings(OrderState state) {
    return OrderStrip.of(order(state), List.of()).steps().stream()
        .map(OrderStrip.Step::standing)
        .toList();
  }

  private static Order order(OrderState state) {
    return order(state, Optional.of(Problem.Blame.REQUEST));
  }

  private static Order order(OrderState state, Optional<Problem.Blame> blame) {
    return new Order(
        new OrderId("1".repeat(32)),
        new CertificateId("2".repeat(32)),
        new IssuerId("3".repeat(32)),
        state,
        "PROOFS_PRESENTED",
        "FIRST_VERSION",
        "It has no version yet.",
        false,
        AT,
        1,
        0,
        Optional.of("The CA said no."),
        blame,
        AT,
        AT,
        Optional.empty(),
        state.ended() ? Optional.of(AT) : Optional.empty());
  }
}
