package io.perennial.kernel;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a sorted list.
 *
 * @param next where the next part begins, for {@link Slice#after}; empty: this was the last
 */
public record Page<T>(List<T> items, Optional<String> next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * Cuts a page from rows of which one more than the limit was asked for.
   *
   * @param place where a row stands in the order
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> place) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    return new Page<>(rows.subList(0, limit), Optional.of(place.apply(rows.get(limit - 1))));
  }

  /** The same places with something else at each. */
  public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
    return new Page<R>(items.stream().<R>map(mapping).toList(), next);
  }
}
