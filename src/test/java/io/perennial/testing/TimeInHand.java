package io.perennial.testing;

import io.perennial.connector.testkit.SettableClock;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** Gives a store or a server a clock that the test sets. Handed over by name, never scanned for. */
public class TimeInHand {

  @Bean
  @Primary
  SettableClock settableClock(Clock clock) {
    return new SettableClock(clock.instant().truncatedTo(ChronoUnit.MICROS));
  }
}
