package io.perennial.overview;

import java.time.Duration;

/** Durations as people say them. */
public final class Span {

  private static final int DAY_HOURS = 24;

  private Span() {}

  /** Such as {@code 40 s}, {@code 12 min}, {@code 30 h} or {@code 45 d}. */
  public static String words(Duration duration) {
    if (duration.isNegative()) {
      return "0 s";
    }
    if (duration.toMinutes() < 2) {
      return duration.toSeconds() + " s";
    }
    if (duration.toHours() < 2) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 2 * DAY_HOURS
        ? duration.toHours() + " h"
        : duration.toDays() + " d";
  }
}
