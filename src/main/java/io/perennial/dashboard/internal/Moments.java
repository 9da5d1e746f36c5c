package io.perennial.dashboard.internal;

import io.perennial.overview.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Times as people read them: in UTC, and all relative to the same now. */
record Moments(Instant now) {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Pattern ISO =
      Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");

  /** A sentence of the core, whose instants are exact but hard to read. */
  static String readable(String sentence) {
    return ISO.matcher(sentence).replaceAll(found -> minute(Instant.parse(found.group())));
  }

  /** As forms take it: days where they are whole, which ISO 8601 has but Java does not write. */
  static String period(Duration duration) {
    return duration.equals(Duration.ofDays(duration.toDays()))
        ? "P" + duration.toDays() + "D"
        : duration.toString();
  }

  /** To the day. */
  static String day(Instant instant) {
    return DAY.format(instant);
  }

  /** To the minute. */
  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** To the second, where the order of things matters. */
  static String second(Instant instant) {
    return SECOND.format(instant);
  }

  /** Such as {@code 40 s ago}. */
  String ago(Instant past) {
    return Span.words(Duration.between(past, now)) + " ago";
  }

  /** Such as {@code in 45 d} or {@code 2 h ago}. */
  String relative(Instant instant) {
    return instant.isAfter(now) ? "in " + Span.words(Duration.between(now, instant)) : ago(instant);
  }
}
