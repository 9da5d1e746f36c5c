package io.perennial.connector.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls a connector from threads of one group. Threads inherit their group, so whatever platform
 * thread the connector starts is known for its own, and a test's server threads are not mistaken
 * for it. Virtual threads belong to no group and are not seen.
 */
final class BoundedCalls {

  private final ThreadGroup group = new ThreadGroup("connector-under-test");
  private final Duration bound;

  BoundedCalls(Duration bound) {
    this.bound = bound;
  }

  /**
   * Calls and waits no longer than the bound.
   *
   * @throws AssertionError when the call has not returned by then
   */
  <T> T call(String what, Callable<T> step) throws Exception {
    FutureTask<T> task = new FutureTask<>(step);
    Thread thread = new Thread(group, task, "connector-call-" + what);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new AssertionError(
          what + "() had not returned after " + bound + "; a step must not wait for its CA", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case Exception thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    } finally {
      thread.join(bound);
    }
  }

  /** Threads of the group that live on though they were given the time of one call to end. */
  List<Thread> remaining() throws InterruptedException {
    Thread[] found = new Thread[group.activeCount() + 16];
    group.enumerate(found);
    for (Thread thread : found) {
      if (thread != null) {
        thread.join(bound);
      }
    }
    return Arrays.stream(found).filter(Objects::nonNull).filter(Thread::isAlive).toList();
  }
}
