package io.perennial.renewal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** The margin is 5 % of the life, at least 12 hours, at most a quarter of the life. */
  @ParameterizedTest
  @CsvSource({
    "PT1H,   PT15M",
    "PT24H,  PT6H",
    "PT48H,  PT12H",
    "PT160H, PT12H",
    "PT240H, PT12H",
    "P47D,   PT56H24M",
    "P90D,   PT108H",
    "P397D,  PT476H24M"
  })
  void liesThatFarBeforeTheEnd(Duration life, Duration margin) {
    Instant end = START.plus(life);

    assertThat(Deadline.of(START, end)).isEqualTo(end.minus(margin));
  }
}
