package io.perennial.managementapi.internal;

import io.perennial.certificate.CertificateChanged;
import io.perennial.issuance.OrderEnded;
import io.perennial.kernel.CertificateId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Lets a client wait for what it has asked for (RFC 7240, section 4.3), rather than look again and
 * again. Who waits holds a connection and no thread of the operating system; an order that ends on
 * another server is not noticed here, and its client is answered when its time is over.
 */
@Component
class Patience {

  static final String HEADER = "Prefer";
  static final String APPLIED = "Preference-Applied";
  static final String WAITED = "wait";

  private static final Pattern WAIT =
      Pattern.compile("(?i)(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,5})\"?\\s*(?:$|[,;])");
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Map<CertificateId, Set<Waiting>> waiting = new ConcurrentHashMap<>();
  private static final ThreadLocal<Waiting> CREATING = new ThreadLocal<>();

  /** How long a client would wait, at most a minute; empty when it would not. */
  static Optional<Duration> wish(@Nullable String prefer) {
    if (prefer == null) {
      return Optional.empty();
    }
    Matcher wait = WAIT.matcher(prefer);
    return wait.find()
        ? Optional.of(
                Duration.ofSeconds(Math.min(Long.parseLong(wait.group(1)), LONGEST.toSeconds())))
            .filter(Duration::isPositive)
        : Optional.empty();
  }

  /** Begins to listen for the end of orders for what this thread is about to create or change. */
  Waiting begin() {
    Waiting begun = new Waiting();
    CREATING.set(begun);
    return begun;
  }

  /** The same for a certificate that is known already. */
  Waiting begin(CertificateId certificate) {
    Waiting begun = new Waiting();
    begun.on(certificate);
    return begun;
  }

  /** Before the commit, and so before any order for it can end. */
  @EventListener
  void changed(CertificateChanged change) {
    Waiting here = CREATING.get();
    if (here != null) {
      here.on(change.certificate());
    }
  }

  @TransactionalEventListener
  void ended(OrderEnded end) {
    waiting.getOrDefault(end.order().certificate(), Set.of()).forEach(Waiting::over);
  }

  /** One client's wait; over when an order has ended, or when it is closed. */
  final class Waiting implements AutoCloseable {

    private final CountDownLatch end = new CountDownLatch(1);
    private @Nullable CertificateId awaited;

    private void on(CertificateId certificate) {
      awaited = certificate;
      waiting.compute(
          certificate,
          (id, all) -> {
            Set<Waiting> those = all == null ? ConcurrentHashMap.newKeySet() : all;
            those.add(this);
            return those;
          });
    }

    private void over() {
      end.countDown();
    }

    /** Returns at once when nothing was begun that could end. */
    void await(Duration longest) {
      try {
        if (awaited != null) {
          var _ = end.await(longest.toNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      CREATING.remove();
      if (awaited != null) {
        waiting.computeIfPresent(
            awaited,
            (id, all) -> {
              all.remove(this);
              return all.isEmpty() ? null : all;
            });
      }
    }
  }
}
