package io.perennial.kernel;

import java.util.Optional;

/**
 * Which part of a sorted list is wanted.
 *
 * @param after the place at which the part before ended, as {@link Page#next} told; empty: the
 *     beginning
 * @param limit at most so many, from 1 to 1000
 */
public record Slice(Optional<String> after, int limit) {

  /** The most that one part holds. */
  public static final int MOST = 1_000;

  public Slice {
    if (limit < 1 || limit > MOST) {
      throw Refusal.invalid("Ask for 1 to %d at once.".formatted(MOST));
    }
  }

  /** The beginning. */
  public static Slice first(int limit) {
    return new Slice(Optional.empty(), limit);
  }
}
