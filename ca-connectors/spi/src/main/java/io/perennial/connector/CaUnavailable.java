package io.perennial.connector;

import java.time.Duration;
import java.util.Optional;

/** The CA did not answer, or asked to be left alone for a while. The step is tried again. */
public final class CaUnavailable extends ConnectorException {

  private final transient Optional<Duration> retryAfter;

  public CaUnavailable(String message, Optional<Duration> retryAfter, Throwable cause) {
    super(message, cause);
    this.retryAfter = retryAfter;
  }

  public CaUnavailable(String message, Optional<Duration> retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** What the CA asked for, already clamped to between a second and a day. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
