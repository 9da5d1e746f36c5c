package io.perennial.connector.acme;

import java.time.Duration;
import java.util.Optional;

/** When to ask the CA again. */
final class Pace {

  private static final long FIRST_MILLIS = 25;
  private static final long LONGEST_MILLIS = 60_000;

  private Pace() {}

  /**
   * A fortieth of a second, doubled with every poll without news, up to a minute; but never before
   * the CA wants to be asked. A CA that says a second for an hour is thus left alone too.
   */
  static Duration next(int polls, Optional<Duration> asked) {
    long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(polls, 12));
    Duration own = Duration.ofMillis(millis);
    return asked.filter(wanted -> wanted.compareTo(own) > 0).orElse(own);
  }
}
