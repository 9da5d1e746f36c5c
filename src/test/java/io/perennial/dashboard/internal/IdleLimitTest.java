package io.perennial.dashboard.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;

class IdleLimitTest {

  private static final Instant START = Instant.parse("2027-01-15T12:00:00Z");

  private final MockHttpSession session = new MockHttpSession();

  @Test
  void endsASessionThatOnlyPolled() throws Exception {
    request("/", Duration.ZERO);
    request("/live/overview", Duration.ofMinutes(10));
    request("/live/overview", IdleLimit.LIMIT.plusSeconds(1));

    assertThat(session.isInvalid()).isTrue();
  }

  @Test
  void keepsASessionInWhichSomebodyActs() throws Exception {
    request("/", Duration.ZERO);
    request("/servers", Duration.ofMinutes(10));
    request("/live/overview", IdleLimit.LIMIT.plusSeconds(1));

    assertThat(session.isInvalid()).isFalse();
  }

  private void request(String path, Duration after) throws ServletException, IOException {
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    request.setSession(session);
    new IdleLimit(Clock.fixed(START.plus(after), ZoneOffset.UTC))
        .doFilter(request, new MockHttpServletResponse(), new MockFilterChain());
  }
}
