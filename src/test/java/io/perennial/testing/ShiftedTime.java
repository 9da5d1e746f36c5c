package io.perennial.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Gives a running server a clock that runs and that a test can put forward. Handed over by name.
 */
public class ShiftedTime {

  @Bean
  @Primary
  Shifted shifted(Clock clock) {
    return new Shifted(clock);
  }

  /** Ahead of another clock. */
  public static final class Shifted extends Clock {

    private final Clock clock;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    private Shifted(Clock clock) {
      this.clock = clock;
    }

    public void advance(Duration duration) {
      ahead.updateAndGet(duration::plus);
    }

    @Override
    public Instant instant() {
      return clock.instant().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
      return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("instants have no zone");
    }
  }
}
