package io.perennial.connector.acme.transport;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header of RFC 9110, section 10.2.3. */
final class RetryAfter {

  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofDays(1);

  private RetryAfter() {}

  /**
   * The wait, between a second and a day; empty when the header says nothing sensible. Seconds
   * count from now and a date is compared with our clock: the server's Date header plays no part,
   * so a server that misjudges the time cannot stretch a wait beyond the clamp.
   */
  static Optional<Duration> parse(String header, Clock clock) {
    String value = header.strip();
    if (value.matches("[0-9]+")) {
      // More than nine digits is more than a day in any case, and might not fit a long.
      return Optional.of(
          value.length() > 9 ? MOST : clamp(Duration.ofSeconds(Long.parseLong(value))));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(clamp(Duration.between(clock.instant(), date.toInstant())));
    } catch (DateTimeException junk) {
      return Optional.empty();
    }
  }

  private static Duration clamp(Duration asked) {
    if (asked.compareTo(LEAST) < 0) {
      return LEAST;
    }
    return asked.compareTo(MOST) > 0 ? MOST : asked;
  }
}
