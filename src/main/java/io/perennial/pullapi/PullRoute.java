package io.perennial.pullapi;

import java.util.List;
import java.util.Optional;

/** What there is below {@code /pull/v1}, on every port that offers it. */
public enum PullRoute {
  AGENT("/pull/v1/agent", "GET"),
  UNIT("/pull/v1/agent.service", "GET"),
  ENROL("/pull/v1/enrol", "POST"),
  CREDENTIAL("/pull/v1/credential", "POST"),
  CERTIFICATE("/pull/v1/certificate", "POST"),
  BINDINGS("/pull/v1/bindings", "GET"),
  REPORT("/pull/v1/bindings/{id}/report", "POST"),
  PEM("/pull/v1/bindings/{id}/bundle.pem", "GET", "HEAD"),
  PFX("/pull/v1/bindings/{id}/bundle.pfx", "GET", "HEAD"),
  JKS("/pull/v1/bindings/{id}/bundle.jks", "GET", "HEAD"),
  CHAIN("/pull/v1/bindings/{id}/chain.pem", "GET", "HEAD");

  private static final String ONE = "/pull/v1/bindings/";

  private final String pattern;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
  private final List<String> methods;

  PullRoute(String pattern, String... methods) {
    this.pattern = pattern;
    this.methods = List.of(methods);
  }

  /** The path, {@code {id}} standing for a binding's. */
  public String pattern() {
    return pattern;
  }

  public List<String> methods() {
    return methods;
  }

  /** What a path names, taken literally: nothing is decoded, so that no other spelling matches. */
  public static Optional<Named> at(String path) {
    return path.startsWith(ONE) ? below(path) : whole(path);
  }

  private static Optional<Named> whole(String path) {
    return switch (path) {
      case "/pull/v1/agent" -> Optional.of(new Named(AGENT, ""));
      case "/pull/v1/agent.service" -> Optional.of(new Named(UNIT, ""));
      case "/pull/v1/enrol" -> Optional.of(new Named(ENROL, ""));
      case "/pull/v1/credential" -> Optional.of(new Named(CREDENTIAL, ""));
      case "/pull/v1/certificate" -> Optional.of(new Named(CERTIFICATE, ""));
      case "/pull/v1/bindings" -> Optional.of(new Named(BINDINGS, ""));
      default -> Optional.empty();
    };
  }

  private static Optional<Named> below(String path) {
    int slash = path.indexOf('/', ONE.length());
    if (slash < 0) {
      return Optional.empty();
    }
    String binding = path.substring(ONE.length(), slash);
    return switch (path.substring(slash + 1)) {
      case "report" -> Optional.of(new Named(REPORT, binding));
      case "bundle.pem" -> Optional.of(new Named(PEM, binding));
      case "bundle.pfx" -> Optional.of(new Named(PFX, binding));
      case "bundle.jks" -> Optional.of(new Named(JKS, binding));
      case "chain.pem" -> Optional.of(new Named(CHAIN, binding));
      default -> Optional.empty();
    };
  }

  /**
   * A route and the binding in its path.
   *
   * @param binding as it was written; empty where the route has none
   */
  public record Named(PullRoute route, String binding) {}
}
