package io.perennial.identity.internal;

import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;

/** Who failed too often waits, whatever is shown meanwhile. */
final class TooManyAttempts extends OAuth2AuthenticationException {

  private final Duration wait;

  TooManyAttempts(Duration wait) {
    super(
        new OAuth2Error(
            "temporarily_unavailable",
            "Too many attempts with a wrong client id or client secret came from this address. Try"
                + " again when Retry-After says.",
            null));
    this.wait = wait;
  }

  /** Whole seconds, rounded up (RFC 9110, section 10.2.3). */
  long seconds() {
    return wait.toSeconds() + 1;
  }
}
