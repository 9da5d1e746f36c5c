package io.perennial.dashboard.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentsTest {

  private static final Instant NOW = Instant.parse("2027-01-15T12:00:00Z");

  @Test
  void makesTheInstantsOfASentenceReadable() {
    assertThat(Moments.readable("Good until 2027-03-01T05:40:22Z. Then 2027-03-02T00:00:00.5Z."))
        .isEqualTo("Good until 2027-03-01 05:40 UTC. Then 2027-03-02 00:00 UTC.");
  }

  @Test
  void writesWholeDaysAsDays() {
    assertThat(Moments.period(Duration.ofDays(47))).isEqualTo("P47D");
    assertThat(Moments.period(Duration.ofHours(36))).isEqualTo("PT36H");
  }

  @Test
  void tellsPastFromFuture() {
    Moments moments = new Moments(NOW);

    assertThat(moments.relative(NOW.minusSeconds(40))).isEqualTo("40 s ago");
    assertThat(moments.relative(NOW.plusSeconds(40))).isEqualTo("in 40 s");
  }
}
