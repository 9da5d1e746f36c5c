package io.perennial.bench;

import java.util.Locale;

/** Writes a row of the table in the form that {@code deploy/bench} reads from standard output. */
final class Table {

  private Table() {}

  /**
   * @param comparison {@code >=}, {@code <=}, or empty where there is no goal
   */
  static void row(
      String row,
      String what,
      String ours,
      String peer,
      double value,
      String unit,
      String comparison,
      String goal,
      String bound) {
    System.out.println(
        String.join("\t", row, what, ours, peer, number(value), unit, comparison, goal, bound));
  }

  /** What could not be measured, and why. */
  static void missing(String row, String what, String why) {
    System.out.println(String.join("\t", row, what, "–", "–", "", "missing", "", "", why));
  }

  /** With about three figures. */
  static String number(double value) {
    String format = value >= 20 ? "%.0f" : value >= 2 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
