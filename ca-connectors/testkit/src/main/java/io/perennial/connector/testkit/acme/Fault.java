package io.perennial.connector.testkit.acme;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What goes wrong with one call.
 *
 * @param delay before anything is done
 * @param instead sent without doing the work, when present
 * @param alter applied to what would be sent, after the nonce was added
 */
public record Fault(Duration delay, Optional<Answer> instead, UnaryOperator<Answer> alter) {

  static final Fault NONE = altering(UnaryOperator.identity());

  public static Fault altering(UnaryOperator<Answer> alter) {
    return new Fault(Duration.ZERO, Optional.empty(), alter);
  }

  /** Replaces text in the body, wherever it stands; the body's slashes are read unescaped. */
  public static Fault replacing(String text, String other) {
    return altering(answer -> {
      String body =
          new String(answer.body(), StandardCharsets.UTF_8)
              .replace("\\/", "/")
              .replace(text, other);
      return new Answer(
          answer.status(),
          answer.headers(),
          body.getBytes(StandardCharsets.UTF_8),
          answer.delivery());
    });
  }

  public static Fault latency(Duration delay) {
    return new Fault(delay, Optional.empty(), UnaryOperator.identity());
  }

  public static Fault instead(Answer answer) {
    return new Fault(Duration.ZERO, Optional.of(answer), UnaryOperator.identity());
  }

  /** A problem document instead of the work; the type without its URN prefix. */
  public static Fault problem(int status, String type, String detail) {
    return instead(Answer.problem(status, type, detail));
  }

  /** What a proxy in front of a CA says while the CA is away. */
  public static Fault html(int status) {
    return instead(
        Answer.empty(status).withBody("text/html", "<html><body>Try later</body></html>"));
  }

  /** The nonce is refused, and a fresh one is given as RFC 8555, section 6.5, demands. */
  public static Fault badNonce() {
    return problem(400, "badNonce", "the nonce is not known");
  }

  /** The nonce is refused and none is given to try again with. */
  public static Fault badNonceWithoutNonce() {
    return badNonce().and(altering(answer -> answer.withoutHeader("Replay-Nonce")));
  }

  /** A person must act first (RFC 8555, section 7.3.3). */
  public static Fault userActionRequired(URI instance, String link) {
    Answer refusal = Answer.problem(403, "userActionRequired", "The terms have changed");
    String body =
        new String(refusal.body(), StandardCharsets.UTF_8)
            .replaceFirst("^\\{", "{\"instance\":\"" + instance + "\",");
    return instead(refusal.withBody("application/problem+json", body).withHeader("Link", link));
  }

  public static Fault header(String name, String value) {
    return altering(answer -> answer.withHeader(name, value));
  }

  public static Fault body(String contentType, byte[] body) {
    return altering(answer -> answer.withBody(contentType, body));
  }

  /** The work is done, but its answer never arrives. */
  public static Fault lost() {
    return altering(answer -> answer.delivered(new Delivery.Dropped()));
  }

  /** The work is done, but another answer is given. */
  public static Fault insteadAfterwards(Answer answer) {
    return altering(ignored -> answer);
  }

  public static Fault dribbled(Duration pause) {
    return altering(answer -> answer.delivered(new Delivery.Dribbled(pause)));
  }

  public static Fault repeated(long bytes) {
    return altering(answer -> answer.delivered(new Delivery.Repeated(bytes)));
  }

  /** Both faults at once; the other's answer wins where both have one. */
  public Fault and(Fault other) {
    return new Fault(
        delay.plus(other.delay),
        other.instead.or(() -> instead),
        answer -> other.alter.apply(alter.apply(answer)));
  }
}
