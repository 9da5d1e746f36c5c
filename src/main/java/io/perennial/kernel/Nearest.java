package io.perennial.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant who mistyped a name. */
public final class Nearest {

  private Nearest() {}

  /** The known name with the fewest edits from the given one, if these are few for its length. */
  public static Optional<String> to(String given, Collection<String> known) {
    int most = Math.max(2, given.length() / 3);
    return known.stream()
        .filter(name -> edits(given, name) <= most)
        .min(
            Comparator.<String>comparingInt(name -> edits(given, name))
                .thenComparing(name -> name));
  }

  /** The Levenshtein distance: insertions, deletions and replacements of a character. */
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = above[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        int shifted = Math.min(above[column], current[column - 1]) + 1;
        current[column] = Math.min(replaced, shifted);
      }
      above = current;
    }
    return above[to.length()];
  }
}
