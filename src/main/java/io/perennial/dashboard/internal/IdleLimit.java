package io.perennial.dashboard.internal;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session after 15 minutes in which nobody did anything. The container cannot tell: the
 * pages ask for news every few seconds, which keeps its own timeout from ever passing.
 */
final class IdleLimit extends OncePerRequestFilter {

  static final Duration LIMIT = Duration.ofMinutes(15);
  static final String POLLED = "/live/";

  private static final String LAST_ACTED = IdleLimit.class.getName();

  private final Clock clock;

  IdleLimit(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session != null) {
      Instant now = clock.instant();
      boolean idle =
          session.getAttribute(LAST_ACTED) instanceof Instant acted
              && acted.plus(LIMIT).isBefore(now);
      if (idle) {
        session.invalidate();
      } else if (!request.getRequestURI().startsWith(POLLED)) {
        session.setAttribute(LAST_ACTED, now);
      }
    }
    chain.doFilter(request, response);
  }
}
