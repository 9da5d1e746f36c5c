package io.perennial.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
public final class Nearest {

  private static final int MOST_LENGTH = 64;

  private Nearest() {}

  /** Empty when none is near: more than a third of the letters would have to change. */
  public static Optional<String> of(String typed, Collection<String> known) {
    if (typed.length() > MOST_LENGTH) {
      return Optional.empty();
    }
    return known.stream()
        .min(Comparator.comparingInt(word -> distance(typed, word)))
        .filter(word -> distance(typed, word) * 3 <= Math.max(typed.length(), word.length()));
  }

  /** Letters to add, drop, change or swap with their neighbour, without regard to case. */
  private static int distance(String left, String right) {
    String one = left.toLowerCase(Locale.ROOT);
    String other = right.toLowerCase(Locale.ROOT);
    int[][] steps = new int[one.length() + 1][other.length() + 1];
    for (int row = 0; row <= one.length(); row++) {
      for (int column = 0; column <= other.length(); column++) {
        steps[row][column] =
            row == 0 || column == 0 ? row + column : least(steps, one, other, row, column);
      }
    }
    return steps[one.length()][other.length()];
  }

  private static int least(int[][] steps, String one, String other, int row, int column) {
    boolean same = one.charAt(row - 1) == other.charAt(column - 1);
    int least =
        Math.min(
            steps[row - 1][column - 1] + (same ? 0 : 1),
            1 + Math.min(steps[row - 1][column], steps[row][column - 1]));
    boolean swapped =
        row > 1
            && column > 1
            && one.charAt(row - 1) == other.charAt(column - 2)
            && one.charAt(row - 2) == other.charAt(column - 1);
    return swapped ? Math.min(least, 1 + steps[row - 2][column - 2]) : least;
  }
}
