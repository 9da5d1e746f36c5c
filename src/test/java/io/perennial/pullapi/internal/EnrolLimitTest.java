package io.perennial.pullapi.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.testkit.SettableClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EnrolLimitTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T00:00:00Z"));
  private final EnrolLimit limit = new EnrolLimit(clock);

  private void exhaust(String address) {
    for (int i = 0; i < EnrolLimit.MOST; i++) {
      assertThat(limit.admit(InetAddress.ofLiteral(address))).isEmpty();
    }
  }

  @Test
  void anAddressWaitsOutItsMinuteAndOthersDoNot() {
    exhaust("192.0.2.1");
    clock.advance(Duration.ofSeconds(20));
    assertThat(limit.admit(InetAddress.ofLiteral("192.0.2.1"))).contains(Duration.ofSeconds(40));
    assertThat(limit.admit(InetAddress.ofLiteral("192.0.2.2"))).isEmpty();
    clock.advance(Duration.ofSeconds(40));
    assertThat(limit.admit(InetAddress.ofLiteral("192.0.2.1"))).isEmpty();
  }

  @Test
  void aWholeIpv6NetworkIsOneAddress() {
    exhaust("2001:db8::1");
    assertThat(limit.admit(InetAddress.ofLiteral("2001:db8::2:3:4:5"))).isPresent();
    assertThat(limit.admit(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEmpty();
  }
}
