package io.perennial.web;

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

/** How often somebody may try something within a window of time, as this server remembers it. */
public final class AttemptLimit {

  private static final int REMEMBERED = 10_000;
  private static final int NETWORK_BYTES = 8;

  private final Cache<String, Window> windows =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Clock clock;
  private final int most;
  private final Duration length;

  /**
   * @param most attempts within one window
   * @param length of a window, which begins with an attempt
   */
  public AttemptLimit(Clock clock, int most, Duration length) {
    this.clock = clock;
    this.most = most;
    this.length = length;
  }

  /** An address, or of IPv6 the /64 that one host has whole to send from. */
  public static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }

  /**
   * Counts an attempt.
   *
   * @return how long to wait first; empty when it may go ahead
   */
  public Optional<Duration> admit(String who) {
    Instant now = clock.instant();
    Window window =
        windows
            .asMap()
            .compute(
                who,
                (key, known) ->
                    known == null || !known.until().isAfter(now)
                        ? new Window(1, now.plus(length))
                        : new Window(Math.min(known.count() + 1, most + 1), known.until()));
    return window.count() > most
        ? Optional.of(Duration.between(now, window.until()))
        : Optional.empty();
  }

  /** Takes back an attempt that went ahead and did no harm. */
  public void forgive(String who) {
    windows
        .asMap()
        .computeIfPresent(who, (key, known) -> new Window(known.count() - 1, known.until()));
  }

  private record Window(int count, Instant until) {}
}
