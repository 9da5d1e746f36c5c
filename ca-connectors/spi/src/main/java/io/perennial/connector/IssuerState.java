package io.perennial.connector;

import java.util.Optional;

/** One value per issuer, stored encrypted, changed by compare-and-set. */
public interface IssuerState {

  /** The most that a value may hold, in bytes. */
  int MAX_BYTES = 64 * 1024;

  Optional<Stored> read();

  /**
   * Stores a value if nobody else did meanwhile.
   *
   * @param expectedRevision of the value that was read; 0 when there was none
   * @param value at most {@link #MAX_BYTES}
   * @return whether it was stored
   */
  boolean compareAndSet(long expectedRevision, byte[] value);

  /** A value and its revision, from 1 on. */
  record Stored(long revision, byte[] value) {}
}
