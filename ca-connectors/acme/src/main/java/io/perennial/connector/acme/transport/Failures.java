package io.perennial.connector.acme.transport;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.ConnectorException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jose4j.lang.JoseException;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;

/**
 * The one place that says what a failed call means. Causes are described, never chained: their
 * messages quote the remote side, and a log would print them as they came.
 */
record Failures(String host) {

  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int MAX_SUBPROBLEMS = 10;

  /**
   * Sorts a failure.
   *
   * @return the CA's no to the request
   * @throws ConnectorException when it is anything else
   */
  AcmeRefusal classify(Exception failure, SessionProvider session) throws ConnectorException {
    Optional<Unacceptable> refused = cause(failure, Unacceptable.class);
    if (refused.isPresent()) {
      throw new CaProtocolError(ca() + " cannot be used: " + refused.get().getMessage() + ".");
    }
    if (failure instanceof AcmeNetworkException || failure instanceof IOException) {
      throw unreachable(failure);
    }
    if (failure instanceof IllegalArgumentException
        && failure.getCause() instanceof JoseException) {
      throw new IllegalStateException("the account key could not sign", failure);
    }
    int status = session.last().map(HttpAnswer::statusCode).orElse(0);
    if (failure instanceof AcmeServerException server) {
      return refusal(server.getProblem(), status, session);
    }
    if (status == TOO_MANY_REQUESTS || status >= 500) {
      throw new CaUnavailable(ca() + " answered HTTP " + status + ".", session.retryAfter());
    }
    if (status == 404) {
      return new AcmeRefusal(status, new AcmeProblem("notFound", "HTTP 404"));
    }
    String what =
        status >= 400
            ? "answered HTTP " + status + " without saying why"
            : "answered what ACME does not allow (" + describe(failure) + ")";
    throw new CaProtocolError(
        ca() + " " + what + ". Check that the directory address is that of an ACME CA.");
  }

  private AcmeRefusal refusal(Problem document, int status, SessionProvider session)
      throws ConnectorException {
    AcmeProblem problem = new AcmeProblem(document.getType().toString(), detail(document));
    if (problem.is("badNonce")) {
      throw new CaUnavailable(ca() + " refused every nonce it gave.", Optional.of(SOON));
    }
    if (status == TOO_MANY_REQUESTS || status >= 500 || problem.is("rateLimited")) {
      throw new CaUnavailable(
          ca() + " asks to be left alone: " + problem.detail() + ".", session.retryAfter());
    }
    if (problem.is("userActionRequired")) {
      throw new CaMisconfigured(
          "terms",
          ca()
              + " wants a person to act: "
              + problem.detail()
              + ". Visit "
              + String.join(" and ", places(document, session))
              + ", then enter the address of the terms you accept.");
    }
    return new AcmeRefusal(status, problem);
  }

  private static List<String> places(Problem document, SessionProvider session) {
    List<String> places = new ArrayList<>();
    document.getInstance().ifPresent(instance -> places.add(PlainText.of(instance.toString())));
    session
        .last()
        .map(answer -> answer.links("terms-of-service"))
        .orElse(List.of())
        .forEach(terms -> places.add(PlainText.of(terms)));
    return places.isEmpty() ? List.of("the CA's site") : places;
  }

  private static String detail(Problem document) {
    StringBuilder detail = new StringBuilder(document.getDetail().orElse("no reason was given"));
    document.getSubProblems().stream()
        .limit(MAX_SUBPROBLEMS)
        .forEach(part -> {
          detail.append("; ");
          part.getIdentifier().ifPresent(name -> detail.append(name.getValue()).append(": "));
          detail.append(part.getDetail().orElse("no reason was given"));
        });
    return detail.toString();
  }

  private CaUnavailable unreachable(Exception failure) {
    boolean untrusted =
        cause(failure, SSLException.class).isPresent()
            || cause(failure, GeneralSecurityException.class).isPresent();
    String advice =
        untrusted ? " If it is a private CA, enter what its TLS leads to under TLS roots." : "";
    return new CaUnavailable(
        ca() + " could not be reached (" + describe(failure) + ")." + advice, Optional.empty());
  }

  private String ca() {
    return "The CA at " + host;
  }

  private static String describe(Exception failure) {
    Throwable root = causes(failure).reduce((outer, inner) -> inner).orElse(failure);
    String message = String.valueOf(root.getMessage());
    return root.getClass().getSimpleName()
        + ": "
        + PlainText.of(message.substring(0, Math.min(message.length(), 200)));
  }

  private static <T extends Throwable> Optional<T> cause(Exception failure, Class<T> type) {
    return causes(failure).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, each -> each != null, Throwable::getCause).limit(20);
  }
}
