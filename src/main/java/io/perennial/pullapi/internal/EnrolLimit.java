package io.perennial.pullapi.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How often an address may try to enrol. Tokens cannot be guessed; this keeps somebody who holds
 * none from keeping the database busy. An IPv6 host has a whole /64 to send from.
 */
@Component
class EnrolLimit {

  static final int MOST = 60;
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int REMEMBERED = 10_000;
  private static final int NETWORK_BYTES = 8;

  private final Cache<String, Window> windows =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Clock clock;

  EnrolLimit(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts an attempt.
   *
   * @return how long to wait first; empty when it may go ahead
   */
  Optional<Duration> admit(InetAddress address) {
    Instant now = clock.instant();
    Window window =
        windows
            .asMap()
            .compute(
                key(address),
                (key, known) ->
                    known == null || !known.until().isAfter(now)
                        ? new Window(1, now.plus(WINDOW))
                        : new Window(Math.min(known.count() + 1, MOST + 1), known.until()));
    return window.count() > MOST
        ? Optional.of(Duration.between(now, window.until()))
        : Optional.empty();
  }

  private static String key(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }

  private record Window(int count, Instant until) {}
}
