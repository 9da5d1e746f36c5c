package io.perennial.dashboard.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Slows guessing down: so many attempts from one address, and fewer with one name from there. An
 * attempt counts before the password is looked at, so that many at once cannot slip through.
 *
 * <p>A name alone is never locked; else anybody could keep its owner out.
 */
@Component
class SignInAttempts {

  static final Duration WINDOW = Duration.ofMinutes(15);
  static final int PER_NAME = 5;
  static final int PER_ADDRESS = 30;

  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<String, Attempts> known = new LinkedHashMap<>(16, 0.75f, true);

  SignInAttempts(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts an attempt.
   *
   * @return how long to wait first; empty when it may go ahead
   */
  synchronized Optional<Duration> admit(String address, String name) {
    Optional<Duration> wait =
        wait(address, PER_ADDRESS).or(() -> wait(key(address, name), PER_NAME));
    if (wait.isEmpty()) {
      count(address);
      count(key(address, name));
    }
    return wait;
  }

  /** Forgets the failures of somebody who has proved who they are. */
  synchronized void succeeded(String address, String name) {
    known.remove(key(address, name));
    known.remove(address);
  }

  private Optional<Duration> wait(String key, int limit) {
    Instant now = clock.instant();
    return Optional.ofNullable(known.get(key))
        .filter(attempts -> attempts.until().isAfter(now) && attempts.count() >= limit)
        .map(attempts -> Duration.between(now, attempts.until()));
  }

  private void count(String key) {
    Instant now = clock.instant();
    Attempts before = known.get(key);
    known.put(
        key,
        before == null || !before.until().isAfter(now)
            ? new Attempts(1, now.plus(WINDOW))
            : new Attempts(before.count() + 1, before.until()));
    if (known.size() > REMEMBERED) {
      known.remove(known.keySet().iterator().next());
    }
  }

  private static String key(String address, String name) {
    String folded = name.strip().toLowerCase(Locale.ROOT);
    return address + ' ' + folded.substring(0, Math.min(folded.length(), 100));
  }

  private record Attempts(int count, Instant until) {}
}
