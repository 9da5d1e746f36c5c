package io.perennial.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.testkit.SettableClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptLimitTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T00:00:00Z"));
  private final AttemptLimit limit = new AttemptLimit(clock, 2, Duration.ofMinutes(1));

  @Test
  void holdsUpWhoTriesTooOftenUntilTheWindowEnds() {
    assertThat(limit.admit("a")).isEmpty();
    clock.advance(Duration.ofSeconds(20));
    assertThat(limit.admit("a")).isEmpty();
    assertThat(limit.admit("a")).contains(Duration.ofSeconds(40));
    assertThat(limit.admit("b")).isEmpty();
    clock.advance(Duration.ofSeconds(40));
    assertThat(limit.admit("a")).isEmpty();
  }

  @Test
  void whatIsForgivenDoesNotCount() {
    for (int i = 0; i < 10; i++) {
      assertThat(limit.admit("a")).isEmpty();
      limit.forgive("a");
    }
    assertThat(limit.admit("a")).isEmpty();
    assertThat(limit.admit("a")).isEmpty();
    assertThat(limit.admit("a")).isPresent();
  }

  @Test
  void forgivingWhoNeverTriedChangesNothing() {
    limit.forgive("a");
    assertThat(limit.admit("a")).isEmpty();
    assertThat(limit.admit("a")).isEmpty();
    assertThat(limit.admit("a")).isPresent();
  }

  @Test
  void aWholeIpv6NetworkIsOne() {
    assertThat(AttemptLimit.network(InetAddress.ofLiteral("2001:db8::1")))
        .isEqualTo(AttemptLimit.network(InetAddress.ofLiteral("2001:db8::2:3:4:5")))
        .isNotEqualTo(AttemptLimit.network(InetAddress.ofLiteral("2001:db8:0:1::1")));
    assertThat(AttemptLimit.network(InetAddress.ofLiteral("192.0.2.1")))
        .isNotEqualTo(AttemptLimit.network(InetAddress.ofLiteral("192.0.2.2")));
  }
}
