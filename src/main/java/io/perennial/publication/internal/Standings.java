package io.perennial.publication.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.perennial.audit.AuditCommitted;
import io.perennial.audit.AuditFeed;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Ends what is remembered of a consumer or a certificate as soon as anything is recorded about it.
 * Every use case audits what it changes, with the change, under the path of its scope; so the audit
 * tells all that can make an answer wrong, and a use case that is not written yet is heard too.
 *
 * <p>On this server a standing is over before the use case returns to its caller. What another
 * server on the same database did is heard of by its entry, within {@value #LOOK} ms and the time
 * of one query.
 */
@Component
class Standings {

  private static final int LOOK = 500;
  private static final Pattern ONE =
      Pattern.compile("(/consumers/[^/]+/|/vaults/[^/]+/certificates/[^/]+/).*");

  /** Weak: a standing on which nothing rests need not be told. */
  private final Cache<String, Standing> known = Caffeine.newBuilder().weakValues().build();

  private final AtomicLong ended = new AtomicLong();
  private final AuditFeed feed;
  private long seen = -1;

  Standings(AuditFeed feed) {
    this.feed = feed;
  }

  /** The standing of a scope; to be taken before what rests on it is read. */
  Standing of(String scope) {
    return known.get(scope, fresh -> new Standing());
  }

  /** How many have ended; unchanged: none did since. */
  long ended() {
    return ended.get();
  }

  @EventListener
  void committed(AuditCommitted news) {
    news.subjects().forEach(this::end);
  }

  @Scheduled(fixedDelay = LOOK)
  void lookElsewhere() {
    long last = feed.last();
    Set<String> scopes = seen < 0 ? Set.of() : feed.scopes(seen, last);
    if (last < seen) {
      endAll();
    }
    scopes.forEach(this::end);
    seen = last;
  }

  private void end(String subject) {
    if (!subject.startsWith("/")) {
      return;
    }
    Matcher one = ONE.matcher(subject);
    if (!one.matches()) {
      endAll();
      return;
    }
    // Counted first: who takes the standing after this counts as having taken it too late.
    ended.incrementAndGet();
    Standing standing = known.asMap().remove(one.group(1));
    if (standing != null) {
      standing.end();
    }
  }

  /** A scope above those that are kept: it covers any number of them. */
  private void endAll() {
    ended.incrementAndGet();
    for (String scope : known.asMap().keySet()) {
      Standing standing = known.asMap().remove(scope);
      if (standing != null) {
        standing.end();
      }
    }
  }
}
