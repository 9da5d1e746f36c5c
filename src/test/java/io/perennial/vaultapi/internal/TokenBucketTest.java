package io.perennial.vaultapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  @Test
  void asManyAtOnceAsInTenSecondsAndThenEvenly() {
    TokenBucket bucket = new TokenBucket(20, NOW);
    for (int i = 0; i < 20; i++) {
      assertThat(bucket.take(NOW)).isZero();
    }
    assertThat(bucket.take(NOW)).isEqualTo(Duration.ofMillis(500));
    assertThat(bucket.take(NOW.plusMillis(400))).isPositive();
    assertThat(bucket.take(NOW.plusMillis(500))).isZero();
    assertThat(bucket.take(NOW.plusMillis(500))).isPositive();
  }

  @Test
  void itHoldsNoMoreThanItsMost() {
    TokenBucket bucket = new TokenBucket(2, NOW);
    Instant later = NOW.plus(Duration.ofDays(1));
    assertThat(bucket.take(later)).isZero();
    assertThat(bucket.take(later)).isZero();
    assertThat(bucket.take(later)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aClockThatIsSetBackFillsNothingAndStopsNothing() {
    TokenBucket bucket = new TokenBucket(1, NOW);
    assertThat(bucket.take(NOW)).isZero();
    Instant back = NOW.minus(Duration.ofDays(1));
    assertThat(bucket.take(back)).isPositive();
    assertThat(bucket.take(back.plusSeconds(10))).isZero();
  }
}
