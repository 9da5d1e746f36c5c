package io.perennial.connector.acme;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.Problem;
import io.perennial.connector.Problem.Blame;
import io.perennial.connector.Progress;
import io.perennial.connector.acme.transport.AcmeProblem;
import io.perennial.connector.acme.transport.AcmeRefusal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** From a CA's no to whose turn it is. */
record Refusals(AccountKeeper accounts) {

  /** After this, a new order may well succeed: nothing but the old one is gone. */
  private static final Optional<Duration> SOON = Optional.of(Duration.ofSeconds(1));

  /** What a refused request means for the order. */
  Progress.Refused refused(AcmeRefusal refusal, URI account) throws ConnectorException {
    AcmeProblem problem = refusal.problem();
    if (problem.is("accountDoesNotExist")) {
      accounts.forget(account);
      return gone(
          problem.type(), "The CA no longer knows our account; the next order makes it again.");
    }
    if (refusal.status() == 404) {
      return gone(problem.type(), "The CA no longer knows the order: " + problem.detail());
    }
    if (problem.is("unauthorized")) {
      accounts.requireOpen();
    }
    return failed(problem, "");
  }

  /** An order or an authorization that failed, for a reason the CA gave. */
  static Progress.Refused failed(AcmeProblem problem, String about) {
    String detail = about.isEmpty() ? problem.detail() : about + ": " + problem.detail();
    return new Progress.Refused(
        new Problem(blame(problem), problem.type(), detail, Optional.empty()));
  }

  /** An order that is lost without anybody's fault; a new one may be begun. */
  static Progress.Refused gone(String type, String detail) {
    return new Progress.Refused(new Problem(Blame.ISSUER, type, detail, SOON));
  }

  private static Blame blame(AcmeProblem problem) {
    return switch (problem.name()) {
      case "badCSR",
          "badPublicKey",
          "caa",
          "connection",
          "dns",
          "incorrectResponse",
          "invalidProfile",
          "rejectedIdentifier",
          "tls",
          "unauthorized",
          "unsupportedIdentifier" ->
          Blame.REQUEST;
      case "malformed", "badSignatureAlgorithm" -> Blame.US;
      default -> Blame.ISSUER;
    };
  }
}
