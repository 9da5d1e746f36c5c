package io.perennial.connector.testkit.acme;

import io.perennial.connector.IssuerState;
import java.util.Optional;

/** One value and its revision, in memory. */
final class MemoryIssuerState implements IssuerState {

  private static final int MAX_BYTES = 64 * 1024;

  private Optional<Stored> stored = Optional.empty();

  @Override
  public synchronized Optional<Stored> read() {
    return stored.map(value -> new Stored(value.revision(), value.value().clone()));
  }

  @Override
  public synchronized boolean compareAndSet(long expectedRevision, byte[] value) {
    if (value.length > MAX_BYTES) {
      throw new IllegalArgumentException("issuer state exceeds " + MAX_BYTES + " bytes");
    }
    if (stored.map(Stored::revision).orElse(0L) != expectedRevision) {
      return false;
    }
    stored = Optional.of(new Stored(expectedRevision + 1, value.clone()));
    return true;
  }
}
