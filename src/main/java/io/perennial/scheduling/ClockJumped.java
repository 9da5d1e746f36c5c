package io.perennial.scheduling;

import java.time.Duration;
import java.time.Instant;

/**
 * The clock was set. Whoever keeps times to wait for in rows of its own makes them due when it went
 * back: they may have been reckoned from a time that is not to come for long.
 *
 * @param at what it shows now
 * @param by how far it went forward; negative: back
 */
public record ClockJumped(Instant at, Duration by) {

  /** Whether times that were written before may be far off. */
  public boolean back() {
    return by.isNegative();
  }
}
