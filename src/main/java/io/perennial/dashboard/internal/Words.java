package io.perennial.dashboard.internal;

import io.perennial.connector.Problem;
import io.perennial.issuance.OrderState;
import io.perennial.renewal.Decision;
import java.util.Locale;

/** Names of the code in the words of an operator. */
final class Words {

  private Words() {}

  static String of(OrderState state) {
    return switch (state) {
      case PLANNED -> "planned, not sent yet";
      case SUBMITTING -> "being sent to the CA";
      case WAITING -> "waiting for the CA";
      case ISSUED -> "issued, being checked";
      case STORED -> "issued and stored";
      case REFUSED -> "refused";
      case ABANDONED -> "given up, because something else is wanted now";
    };
  }

  static String of(Decision.Outcome outcome) {
    return switch (outcome) {
      case RENEW -> "Renews";
      case RENEWED -> "Renewed";
      case REST -> "Waits";
      case FAILED -> "Failed";
      case FUSED -> "Held back";
      case HURRIED -> "Asked for";
    };
  }

  static String of(Problem.Blame blame) {
    return switch (blame) {
      case REQUEST -> "The request must change: its names, its proof of control or its key.";
      case ISSUER -> "It is the CA's turn, or our account there must be put right.";
      case US -> "Perennial did something wrong; its log says more.";
    };
  }

  /** A connector's name for where an order stands, such as {@code FINALIZING}. */
  static String phase(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
  }
}
