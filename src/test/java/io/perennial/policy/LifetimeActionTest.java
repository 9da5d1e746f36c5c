package io.perennial.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.kernel.Refusal;
import io.perennial.policy.LifetimeAction.DaysBeforeExpiry;
import io.perennial.policy.LifetimeAction.Percentage;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LifetimeActionTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({"1,P100D,P1D", "66,P100D,P66D", "99,P100D,P99D", "50,PT1M,PT30S", "66,PT1H,PT39M36S"})
  void aPercentageIsAShareOfTheLife(int percent, Duration life, Duration after) {
    assertThat(new Percentage(percent).due(START, START.plus(life))).isEqualTo(START.plus(after));
  }

  @ParameterizedTest
  @CsvSource({"1,P90D,P89D", "30,P90D,P60D", "45,P90D,P45D"})
  void daysCountBackFromTheEnd(int days, Duration life, Duration after) {
    assertThat(new DaysBeforeExpiry(days).due(START, START.plus(life)))
        .isEqualTo(START.plus(after));
  }

  @ParameterizedTest
  @CsvSource({"46,P90D,P45D", "90,P90D,P45D", "3650,P90D,P45D", "1,PT1H,PT30M"})
  void moreDaysThanHalfTheLifeMeanHalfTheLife(int days, Duration life, Duration after) {
    assertThat(new DaysBeforeExpiry(days).due(START, START.plus(life)))
        .isEqualTo(START.plus(after));
  }

  @Test
  void saysWhenInWords() {
    assertThat(new Percentage(66).sentence()).isEqualTo("at 66 % of its life");
    assertThat(new DaysBeforeExpiry(30).sentence()).isEqualTo("30 days before it expires");
    assertThat(new DaysBeforeExpiry(1).sentence()).isEqualTo("1 day before it expires");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 100, Integer.MAX_VALUE})
  void refusesAPercentageThatIsNone(int percent) {
    assertThatThrownBy(() -> new Percentage(percent))
        .isInstanceOf(Refusal.class)
        .hasMessage("Renew between 1 % and 99 % of the life; 66% is usual.");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 3_651, Integer.MAX_VALUE})
  void refusesDaysThatAreNone(int days) {
    assertThatThrownBy(() -> new DaysBeforeExpiry(days))
        .isInstanceOf(Refusal.class)
        .hasMessage("Renew between 1 and 3650 days before expiry; 30d is usual.");
  }
}
