package io.perennial.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerState;
import io.perennial.scheduling.ClaimRepository.Claim;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Runs what is due at once right behind the commit that asked for it, without a look of the engine
 * at its table. The task's row is written all the same, already picked, in that transaction: should
 * this server die, the engine finds it as it finds whatever a dead server had in hand.
 */
@Component
class AtOnce implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(AtOnce.class);

  /** As many at a time; what is beyond that waits in the table for the engine. */
  private static final int MOST = 12;

  private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final ScopedValue<Held> HELD = ScopedValue.newInstance();

  private final ClaimRepository claims;
  private final ObjectProvider<Scheduler> scheduler;
  private final Nudges nudges;
  private final Clock clock;
  private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
  private final Set<Claim> running = ConcurrentHashMap.newKeySet();
  private final Semaphore slots = new Semaphore(MOST);
  private volatile boolean open;

  AtOnce(ClaimRepository claims, ObjectProvider<Scheduler> scheduler, Nudges nudges, Clock clock) {
    this.claims = claims;
    this.scheduler = scheduler;
    this.nudges = nudges;
    this.clock = clock;
  }

  /**
   * @param work from instance to the next time, or empty when it is done
   * @param after told of the instance once its row was let go
   */
  void handle(String task, Function<String, Optional<Instant>> work, Consumer<String> after) {
    handlers.put(task, new Handler(work, after));
  }

  /** Whether a stored task stands beneath what this thread does. */
  static boolean held() {
    return HELD.isBound();
  }

  /** Runs work for which the engine holds the row. */
  static <T> T forEngine(Supplier<T> work) {
    return ScopedValue.where(HELD, new Held(Optional.empty())).call(work::get);
  }

  /**
   * Writes the row with the running transaction and starts the work behind its commit.
   *
   * @return false when that cannot be, and an ordinary row is needed
   */
  boolean claim(String task, String instance) {
    Handler handler = handlers.get(task);
    if (handler == null
        || !open
        || !TransactionSynchronizationManager.isActualTransactionActive()
        || !works(scheduler.getObject().getSchedulerState())
        || !slots.tryAcquire()) {
      return false;
    }
    Claim claim = new Claim(task, instance);
    boolean claimed = false;
    try {
      claimed = claims.insert(claim, clock.instant());
    } finally {
      if (!claimed) {
        slots.release();
      }
    }
    if (claimed) {
      TransactionSynchronizationManager.registerSynchronization(new Start(claim, handler));
    }
    return claimed;
  }

  private static boolean works(SchedulerState engine) {
    return engine.isStarted() && !engine.isShuttingDown() && !engine.isPaused();
  }

  /**
   * Ends this thread's task with the running transaction, whose writes are the last of it: the row
   * goes with their commit, and needs none of its own.
   */
  void done() {
    if (HELD.isBound() && HELD.get().claim.isPresent()) {
      Held held = HELD.get();
      claims.remove(held.claim.get());
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              held.done = true;
            }
          });
    }
  }

  private void run(Claim claim, Handler handler) {
    Held held = new Held(Optional.of(claim));
    try {
      Optional<Instant> next =
          ScopedValue.where(HELD, held).call(() -> handler.work().apply(claim.instance()));
      if (next.isPresent()) {
        claims.leave(claim, next.get());
        nudges.at(next.get());
      } else if (!held.done) {
        claims.remove(claim);
      }
      handler.after().accept(claim.instance());
    } catch (RuntimeException failure) {
      log.error("The task {} of {} failed", claim.task(), claim.instance(), failure);
      leave(claim);
    } finally {
      running.remove(claim);
      slots.release();
    }
  }

  private void leave(Claim claim) {
    try {
      claims.leave(claim, clock.instant().plus(AFTER_A_FAILURE));
    } catch (RuntimeException noDatabase) {
      log.warn("The task {} waits for its heartbeat to be missed", claim.task(), noDatabase);
    }
  }

  /** As the engine does for what it runs itself. */
  @Scheduled(fixedDelayString = "${db-scheduler.heartbeat-interval}")
  void beat() {
    running.forEach(claim -> claims.beat(claim, clock.instant()));
  }

  @Override
  public void start() {
    open = true;
  }

  @Override
  public void stop() {
    open = false;
    try {
      if (!slots.tryAcquire(MOST, LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)) {
        log.warn("{} tasks are left to be taken up after the next start", running.size());
      } else {
        slots.release(MOST);
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  private record Handler(Function<String, Optional<Instant>> work, Consumer<String> after) {}

  private static final class Held {

    private final Optional<Claim> claim;
    private boolean done;

    private Held(Optional<Claim> claim) {
      this.claim = claim;
    }
  }

  private final class Start implements TransactionSynchronization {

    private final Claim claim;
    private final Handler handler;

    private Start(Claim claim, Handler handler) {
      this.claim = claim;
      this.handler = handler;
    }

    @Override
    public void afterCompletion(int status) {
      if (status == STATUS_COMMITTED) {
        running.add(claim);
        Thread.ofVirtual().name(claim.task()).start(() -> run(claim, handler));
      } else {
        // Where it is unknown whether the row is there, the engine will know.
        slots.release();
      }
    }
  }
}
