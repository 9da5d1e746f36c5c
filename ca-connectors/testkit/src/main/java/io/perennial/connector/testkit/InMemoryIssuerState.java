package io.perennial.connector.testkit;

import io.perennial.connector.IssuerState;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One value with its revision, compared and set as the core's database would. */
public final class InMemoryIssuerState implements IssuerState {

  private static final int MAX_BYTES = 64 * 1024;

  private final AtomicReference<@Nullable Stored> stored = new AtomicReference<>();

  @Override
  public Optional<Stored> read() {
    return Optional.ofNullable(stored.get())
        .map(found -> new Stored(found.revision(), found.value().clone()));
  }

  @Override
  public boolean compareAndSet(long expectedRevision, byte[] value) {
    if (value.length > MAX_BYTES) {
      throw new IllegalArgumentException("issuer state exceeds " + MAX_BYTES + " bytes");
    }
    Stored before = stored.get();
    long revision = before == null ? 0 : before.revision();
    return revision == expectedRevision
        && stored.compareAndSet(before, new Stored(revision + 1, value.clone()));
  }
}
