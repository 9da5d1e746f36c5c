package io.perennial.certificate.internal;

import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Time, chance, and whoever listens. */
@Component
record Surroundings(Clock clock, RandomGenerator random, ApplicationEventPublisher events) {

  Instant now() {
    return clock.instant();
  }
}
