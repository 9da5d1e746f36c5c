package io.perennial.publication.internal;

import io.perennial.publication.PullService.Pulled;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Servers that wait for a new version. Each is a small object without a thread; one that hears of a
 * change asks anew, from the beginning, so that a revoked one is refused and not served.
 */
@Component
class Waiting implements SmartLifecycle {

  /** At once in the database, so that a version that thousands wait for leaves room for others. */
  private static final int AT_ONCE = 8;

  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private final Semaphore turns = new Semaphore(AT_ONCE);
  private final ScheduledThreadPoolExecutor timer;
  private volatile boolean open;

  Waiting() {
    timer =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("pulls").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Waits until the answer is no longer the last word, or patience ends.
   *
   * @param again asks anew, with the patience that is left
   * @return may be cancelled by whoever no longer listens
   */
  CompletableFuture<Pulled> until(
      Ready ready, Duration patience, Function<Duration, CompletableFuture<Pulled>> again) {
    Waiter waiter = new Waiter(ready, System.nanoTime() + patience.toNanos(), again);
    waiter.begin(patience);
    return waiter.answer;
  }

  /** How many wait. */
  int count() {
    return waiters.size();
  }

  @Override
  public void start() {
    open = true;
  }

  /** Answers all who wait, before the listeners close. */
  @Override
  public void stop() {
    open = false;
    waiters.forEach(Waiter::unchanged);
    timer.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return open;
  }

  private final class Waiter {

    private final CompletableFuture<Pulled> answer = new CompletableFuture<>();
    private final AtomicBoolean moved = new AtomicBoolean();
    private final Runnable news = this::again;
    private final Ready ready;
    private final long deadline;
    private final Function<Duration, CompletableFuture<Pulled>> retry;
    private volatile @Nullable Future<?> alarm;

    private Waiter(
        Ready ready, long deadline, Function<Duration, CompletableFuture<Pulled>> retry) {
      this.ready = ready;
      this.deadline = deadline;
      this.retry = retry;
    }

    private void begin(Duration patience) {
      waiters.add(this);
      var _ = answer.whenComplete((pulled, failure) -> end());
      if (!open) {
        unchanged();
        return;
      }
      alarm = timer.schedule(this::unchanged, patience.toNanos(), TimeUnit.NANOSECONDS);
      ready.whenOver(news);
      if (!open || answer.isDone()) {
        unchanged();
      }
    }

    private void unchanged() {
      answer.complete(new Pulled.Unchanged(ready.version().id(), ready.fingerprint()));
      end();
    }

    private void end() {
      waiters.remove(this);
      ready.forget(news);
      Future<?> set = alarm;
      if (set != null) {
        set.cancel(false);
      }
    }

    private void again() {
      if (moved.compareAndSet(false, true)) {
        end();
        Thread.startVirtualThread(this::ask);
      }
    }

    private void ask() {
      turns.acquireUninterruptibly();
      try {
        long rest = Math.max(0, deadline - System.nanoTime());
        CompletableFuture<Pulled> next = retry.apply(Duration.ofNanos(rest));
        var _ = next.whenComplete(this::pass);
        var _ = answer.whenComplete((pulled, failure) -> next.cancel(false));
      } catch (RuntimeException | Error refused) {
        answer.completeExceptionally(refused);
      } finally {
        turns.release();
      }
    }

    private void pass(@Nullable Pulled pulled, @Nullable Throwable failure) {
      boolean taken =
          failure == null ? answer.complete(pulled) : answer.completeExceptionally(failure);
      if (!taken && pulled instanceof Pulled.Bundle bundle) {
        bundle.bytes().close();
      }
    }
  }
}
