package io.perennial.kernel;

import java.util.Optional;

/**
 * A request that is not granted. The message says what to do next and holds no secret; an adapter
 * turns the kind into its protocol's status.
 */
public final class Refusal extends RuntimeException {

  private final Kind kind;
  private final String field;

  private Refusal(Kind kind, String message) {
    super(Visible.of(message));
    this.kind = kind;
    this.field = "";
  }

  private Refusal(Refusal same, String field) {
    super(same.getMessage(), same);
    this.kind = same.kind;
    this.field = field;
  }

  public static Refusal invalid(String message) {
    return new Refusal(Kind.INVALID, message);
  }

  public static Refusal notFound(String message) {
    return new Refusal(Kind.NOT_FOUND, message);
  }

  public static Refusal conflict(String message) {
    return new Refusal(Kind.CONFLICT, message);
  }

  public static Refusal forbidden(String message) {
    return new Refusal(Kind.FORBIDDEN, message);
  }

  public static Refusal unauthenticated(String message) {
    return new Refusal(Kind.UNAUTHENTICATED, message);
  }

  /** For a change whose author had read an older state. */
  public static Refusal stale(String message) {
    return new Refusal(Kind.STALE, message);
  }

  /** For a use of a key that was used for something else. */
  public static Refusal misused(String message) {
    return new Refusal(Kind.MISUSED, message);
  }

  /** The same, for what was entered there. */
  public Refusal at(String field) {
    return new Refusal(this, field);
  }

  /** What of the request is wrong, by the name that the request calls it; empty: not told. */
  public Optional<String> field() {
    return Optional.of(field).filter(name -> !name.isEmpty());
  }

  public Kind kind() {
    return kind;
  }

  /** The text that people are shown. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** Why, in the coarse terms that protocols know. */
  public enum Kind {
    INVALID,
    UNAUTHENTICATED,
    FORBIDDEN,
    NOT_FOUND,
    CONFLICT,
    STALE,
    MISUSED
  }
}
