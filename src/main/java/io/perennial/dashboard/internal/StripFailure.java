package io.perennial.dashboard.internal;

import io.perennial.connector.Problem;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.publication.Report;
import io.perennial.publication.Truths;
import java.util.List;
import java.util.Optional;

/**
 * What holds an order up, whose turn it is, and the one thing to do about it.
 *
 * @param label of the button or link
 * @param address where it leads
 * @param button whether it does something at once, rather than lead to a page
 */
record StripFailure(String sentence, String turn, String label, String address, boolean button) {

  private static final String SERVERS = "#add-title";

  /** The CA's word first: without a certificate nothing can be installed. */
  static Optional<StripFailure> of(Order order, List<Truths> truths) {
    if (order.state() != OrderState.STORED) {
      return order.problem().map(problem -> atTheCa(order, Moments.readable(problem)));
    }
    return truths.stream()
        .flatMap(one -> notInstalled(one).stream())
        .findFirst()
        .or(() -> truths.stream().flatMap(one -> notSeen(order, one).stream()).findFirst());
  }

  private static StripFailure atTheCa(Order order, String problem) {
    String page = "/certificates/" + order.certificate().value();
    Optional<Problem.Blame> blame = order.blame();
    if (blame.isEmpty()) {
      return new StripFailure(
          problem, "It is tried again by itself.", "Try now", page + "/retry", true);
    }
    return switch (blame.get()) {
      case REQUEST ->
          new StripFailure(
              problem, Words.of(blame.get()), "Edit the certificate", page + "/edit", false);
      case ISSUER ->
          new StripFailure(
              problem,
              Words.of(blame.get()),
              "Look at the issuer",
              "/issuers/" + order.issuer().value() + "/edit",
              false);
      case US ->
          new StripFailure(problem, Words.of(blame.get()), "Try again", page + "/retry", true);
    };
  }

  private static Optional<StripFailure> notInstalled(Truths truths) {
    String server = truths.consumer().name().value();
    return truths
        .binding()
        .installed()
        .outcome()
        .filter(outcome -> outcome != Report.Outcome.INSTALLED && !truths.served())
        .map(outcome ->
            new StripFailure(
                "%s reports: %s"
                    .formatted(server, truths.binding().installed().reason().orElse("It failed.")),
                "It is the server's turn: put right what it reports there; it tries again by itself.",
                "To its address and port",
                SERVERS,
                false));
  }

  /** A server that has not taken it yet is not late, only one that says it has. */
  private static Optional<StripFailure> notSeen(Order order, Truths truths) {
    boolean claimed =
        truths
            .binding()
            .installed()
            .version()
            .filter(version -> version.value().equals(order.id().value()))
            .isPresent();
    return Optional.of(truths)
        .filter(one -> claimed && !one.served())
        .filter(one -> one.binding().served().at().isPresent())
        .map(one ->
            new StripFailure(
                Moments.readable(one.sentence()),
                "It is the server's turn: does %s:%d lead to %s, and was it reloaded?"
                    .formatted(
                        one.binding().address(),
                        one.binding().port(),
                        one.consumer().name().value()),
                "To its address and port",
                SERVERS,
                false));
  }
}
