package io.perennial.kernel;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Durations in sentences, exact to the second part: {@code 47 d}, {@code 1 h 30 min}. */
public final class Words {

  private Words() {}

  /** The two greatest parts. */
  public static String of(Duration duration) {
    String words =
        Stream.of(
                part(duration.toDaysPart(), "d"),
                part(duration.toHoursPart(), "h"),
                part(duration.toMinutesPart(), "min"),
                part(duration.toSecondsPart(), "s"))
            .filter(text -> !text.isEmpty())
            .limit(2)
            .collect(Collectors.joining(" "));
    return words.isEmpty() ? "0 s" : words;
  }

  private static String part(long count, String unit) {
    return count == 0 ? "" : count + " " + unit;
  }
}
