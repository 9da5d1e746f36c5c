package io.perennial.pullapi.internal;

import io.perennial.web.AttemptLimit;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How often an address may try to enrol. Tokens cannot be guessed; this keeps somebody who holds
 * none from keeping the database busy.
 */
@Component
class EnrolLimit {

  static final int MOST = 60;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private final AttemptLimit attempts;

  EnrolLimit(Clock clock) {
    this.attempts = new AttemptLimit(clock, MOST, WINDOW);
  }

  /**
   * Counts an attempt.
   *
   * @return how long to wait first; empty when it may go ahead
   */
  Optional<Duration> admit(InetAddress address) {
    return attempts.admit(AttemptLimit.network(address));
  }
}
