package io.perennial.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Makes the engine look when a task falls due that is nearer than its next poll. What is due is a
 * row; a nudge that is lost, as with the server, costs one poll.
 */
@Component
class Nudges implements DisposableBean {

  private static final Duration NEAR = Duration.ofSeconds(2);

  private final ObjectProvider<Scheduler> scheduler;
  private final Clock clock;

  /** At the stop a nudge is dropped rather than refused to whoever has just committed a task. */
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("nudges").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  Nudges(ObjectProvider<Scheduler> scheduler, Clock clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** Once a task that is due then is committed. */
  void at(Instant due) {
    Duration wait = Duration.between(clock.instant(), due);
    if (!wait.isPositive()) {
      look();
    } else if (wait.compareTo(NEAR) <= 0) {
      // A database keeps microseconds, rounded: a look in that very one might come too early.
      var _ = timer.schedule(this::look, wait.toMillis() + 1, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    scheduler.getObject().triggerCheckForDueExecutions();
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
