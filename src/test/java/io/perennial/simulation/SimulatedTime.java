package io.perennial.simulation;

import io.perennial.connector.testkit.SettableClock;
import io.perennial.scheduling.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/**
 * Replaces the product's clock, and with it the engine's, by one that the test moves. Without an
 * annotation, or the product's own scan would find it here and stop the clock of every other test.
 */
public class SimulatedTime {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** One for all servers of a test, so that a restart does not turn it back. */
  static final SettableClock CLOCK = new SettableClock(START);

  private static volatile Duration set = Duration.ZERO;

  /** Sets the clock, while no time passes. */
  static void jump(Duration by) {
    set = set.plus(by);
    CLOCK.set(CLOCK.instant().plus(by));
  }

  @Bean
  @Primary
  Clock simulatedClock() {
    return CLOCK;
  }

  @Bean
  @Primary
  Ticker simulatedTicker() {
    return () -> Duration.between(START, CLOCK.instant()).minus(set).toNanos();
  }
}
