package io.perennial.issuance;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How long to wait after failures: full jitter, and never so long that expiry is in danger. */
public final class Backoff {

  private static final List<Duration> LADDER =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4));

  /** The least wait, in whatever hurry. */
  static final Duration FLOOR = Duration.ofSeconds(1);

  /** The longest, where there is no version that could expire but somebody who waits for one. */
  static final Duration WITHOUT_VERSION = Duration.ofHours(1);

  private Backoff() {}

  /**
   * The wait before the next attempt.
   *
   * @param failures so far, from 1 on
   * @param least what the CA or the kind of failure demands at least, such as 12 minutes after a
   *     failed validation, of which a CA allows five an hour
   * @param remaining life of the current version, if there is one; a tenth of it caps the wait,
   *     whatever is demanded
   */
  public static Duration after(
      int failures, Duration least, Optional<Duration> remaining, RandomGenerator random) {
    Duration rung = LADDER.get(Math.min(Math.max(failures, 1), LADDER.size()) - 1);
    Duration jittered = Duration.ofMillis(random.nextLong(rung.toMillis() + 1));
    Duration demanded = longer(least, FLOOR);
    return remaining
        .filter(Duration::isPositive)
        .map(life -> longer(FLOOR, shorter(longer(demanded, jittered), life.dividedBy(10))))
        .orElseGet(() -> longer(demanded, shorter(jittered, WITHOUT_VERSION)));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
