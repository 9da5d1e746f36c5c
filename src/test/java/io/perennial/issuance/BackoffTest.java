package io.perennial.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final List<Integer> LADDER_MINUTES = List.of(1, 2, 5, 10, 30, 60, 120, 240);
  private static final Duration VALIDATION = Duration.ofMinutes(12);
  private static final Optional<Duration> YEAR = Optional.of(Duration.ofDays(365));

  /** Draws the greatest or the least number. */
  private record Extreme(boolean greatest) implements RandomGenerator {

    @Override
    public long nextLong() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long nextLong(long bound) {
      return greatest ? bound - 1 : 0;
    }
  }

  private static Duration longest(int failures, Duration least, Optional<Duration> remaining) {
    return Backoff.after(failures, least, remaining, new Extreme(true));
  }

  private static Duration shortest(int failures, Duration least, Optional<Duration> remaining) {
    return Backoff.after(failures, least, remaining, new Extreme(false));
  }

  @Test
  void climbsTheLadderAndStaysOnItsLastRung() {
    for (int failures = 1; failures <= LADDER_MINUTES.size(); failures++) {
      assertThat(longest(failures, Duration.ZERO, YEAR))
          .isEqualTo(Duration.ofMinutes(LADDER_MINUTES.get(failures - 1)));
    }
    assertThat(longest(1_000, Duration.ZERO, YEAR)).isEqualTo(Duration.ofHours(4));
    assertThat(longest(0, Duration.ZERO, YEAR)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void jittersOverTheWholeRungDownToASecond() {
    assertThat(shortest(8, Duration.ZERO, YEAR)).isEqualTo(Duration.ofSeconds(1));

    Random random = new Random(7);
    double mean =
        random
            .ints(2_000, 0, 1)
            .mapToObj(any -> Backoff.after(8, Duration.ZERO, YEAR, random))
            .mapToLong(Duration::toMinutes)
            .average()
            .orElseThrow();
    assertThat(mean).isBetween(114.0, 126.0);
  }

  @Test
  void aTenthOfTheRemainingLifeCapsIt() {
    Optional<Duration> day = Optional.of(Duration.ofHours(24));

    assertThat(longest(8, Duration.ZERO, day)).isEqualTo(Duration.ofMinutes(144));
    assertThat(longest(8, Duration.ofHours(20), day)).isEqualTo(Duration.ofMinutes(144));
  }

  @Test
  void withoutAVersionNobodyWaitsMoreThanAnHourUnlessTheCaSaysSo() {
    assertThat(longest(8, Duration.ZERO, Optional.empty())).isEqualTo(Duration.ofHours(1));
    assertThat(longest(8, Duration.ofHours(30), Optional.empty())).isEqualTo(Duration.ofHours(30));
  }

  @Test
  void anExpiredVersionCapsNothing() {
    Optional<Duration> expired = Optional.of(Duration.ofDays(-1));

    assertThat(longest(8, Duration.ZERO, expired)).isEqualTo(Duration.ofHours(1));
    assertThat(longest(8, Duration.ZERO, Optional.of(Duration.ZERO)))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aFailedValidationCostsTwelveMinutesUnlessTheLifeIsTooShort() {
    assertThat(shortest(1, VALIDATION, YEAR)).isEqualTo(VALIDATION);
    assertThat(shortest(1, VALIDATION, Optional.empty())).isEqualTo(VALIDATION);
    assertThat(longest(5, VALIDATION, YEAR)).isEqualTo(Duration.ofMinutes(30));
    assertThat(shortest(1, VALIDATION, Optional.of(Duration.ofHours(2)))).isEqualTo(VALIDATION);
    assertThat(shortest(1, VALIDATION, Optional.of(Duration.ofHours(1))))
        .isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void neverExceedsTheCapNorFallsBelowTheFloor() {
    Random random = new Random(20_261_123);
    for (int i = 0; i < 20_000; i++) {
      int failures = random.nextInt(0, 30);
      Duration least = Duration.ofSeconds(random.nextLong(0, 86_400));
      Duration life = Duration.ofSeconds(random.nextLong(1, 400L * 86_400));

      Duration wait = Backoff.after(failures, least, Optional.of(life), random);

      assertThat(wait)
          .as("failures %d, least %s, life %s", failures, least, life)
          .isGreaterThanOrEqualTo(Backoff.FLOOR);
      if (wait.compareTo(Backoff.FLOOR) > 0) {
        assertThat(wait)
            .as("failures %d, least %s, life %s", failures, least, life)
            .isLessThanOrEqualTo(life.dividedBy(10));
      }
    }
  }

  @Test
  void eightyHoursAllowMoreThanTwentyFiveAttempts() {
    Random random = new Random(3);
    Duration left = Duration.ofHours(80);
    int attempts = 0;
    while (left.compareTo(Duration.ofMinutes(1)) > 0) {
      attempts++;
      left = left.minus(Backoff.after(attempts, VALIDATION, Optional.of(left), random));
    }
    assertThat(attempts).isGreaterThan(25);
  }
}
