package io.perennial.connector.acme.transport;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.toolbox.JSON;

/**
 * The directory for an hour, whatever its caching headers say: public CAs forbid caching, and
 * reading it before every request would double their number.
 */
final class DirectoryCache {

  private static final Duration LIFE = Duration.ofHours(1);

  /**
   * A directory as it was read.
   *
   * @param revision from 1, another for each reading
   */
  record Entry(long revision, JSON json, Origins origins, Instant readAt) {}

  private final URI address;
  private final Clock clock;
  private final AtomicReference<@Nullable Entry> entry = new AtomicReference<>();
  private final AtomicLong revisions = new AtomicLong();

  DirectoryCache(URI address, Clock clock) {
    this.address = address;
    this.clock = clock;
  }

  URI address() {
    return address;
  }

  Optional<Entry> fresh() {
    Entry found = entry.get();
    return found != null && found.readAt().plus(LIFE).isAfter(clock.instant())
        ? Optional.of(found)
        : Optional.empty();
  }

  Entry store(JSON json) {
    Stream<URI> listed =
        json.keySet().stream()
            .filter(name -> !name.equals("meta"))
            .flatMap(name -> url(json.get(name)));
    Entry stored =
        new Entry(revisions.incrementAndGet(), json, Origins.of(address, listed), clock.instant());
    entry.set(stored);
    return stored;
  }

  /** The next use reads it anew. */
  void forget() {
    entry.set(null);
  }

  /** Before the directory was read, its own host is the only one allowed. */
  Origins origins() {
    Entry found = entry.get();
    return found == null ? Origins.of(address, Stream.of()) : found.origins();
  }

  /** Directories hold whatever they like, such as entries that explain themselves. */
  private static Stream<URI> url(JSON.Value value) {
    return value
        .map(JSON.Value::asString)
        .filter(text -> text.startsWith("https://"))
        .map(text -> Objects.requireNonNull(value.asURI()))
        .stream();
  }
}
