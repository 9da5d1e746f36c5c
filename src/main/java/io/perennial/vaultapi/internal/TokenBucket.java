package io.perennial.vaultapi.internal;

import java.time.Duration;
import java.time.Instant;

/**
 * Holds as many tokens as may be taken within ten seconds, and fills at that rate. So a client may
 * send all at once what it may send in ten seconds, and then goes on evenly.
 */
final class TokenBucket {

  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final int most;
  private double tokens;
  private Instant filled;

  TokenBucket(int most, Instant now) {
    this.most = most;
    this.tokens = most;
    this.filled = now;
  }

  /**
   * Takes a token if there is one.
   *
   * @return zero, or how long it takes until there is one
   */
  synchronized Duration take(Instant now) {
    // A clock that was set back fills nothing, and does not stop the filling for long either.
    double passed = Math.max(0, Duration.between(filled, now).toNanos());
    tokens = Math.min(most, tokens + most * passed / WINDOW.toNanos());
    filled = now;
    if (tokens >= 1) {
      tokens -= 1;
      return Duration.ZERO;
    }
    return Duration.ofNanos((long) Math.ceil((1 - tokens) * WINDOW.toNanos() / most));
  }
}
