package io.perennial.connector.acme.transport;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.shredzone.acme4j.Session;

/**
 * Sessions, each used by one call at a time: a session holds its nonce's lock for the whole round
 * trip, so that calls through a shared one would queue behind the slowest. There are as many as
 * calls ever ran at once, which the core bounds.
 */
final class SessionPool {

  /** A session and what it last received. */
  record Pooled(Session session, SessionProvider provider) {}

  private final DirectoryCache directories;
  private final Supplier<HttpClient> clients;
  private final Clock clock;
  private final Queue<Pooled> idle = new ConcurrentLinkedQueue<>();

  SessionPool(DirectoryCache directories, Supplier<HttpClient> clients, Clock clock) {
    this.directories = directories;
    this.clients = clients;
    this.clock = clock;
  }

  Pooled borrow() {
    Pooled found = idle.poll();
    if (found == null) {
      found = make();
    }
    found.provider().forgetAnswer();
    return found;
  }

  /** Not for a session whose request got no answer: its nonce may be used up. */
  void giveBack(Pooled session) {
    idle.add(session);
  }

  private Pooled make() {
    SessionProvider provider = new SessionProvider(directories, clients.get(), clock);
    Session session = new Session(directories.address(), provider);
    session.setLocale(Locale.ENGLISH);
    session.networkSettings().setCompressionEnabled(false);
    return new Pooled(session, provider);
  }
}
