package io.perennial.scheduling;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Schedules work with the running transaction: a rolled-back transaction leaves no task. What is
 * due at once or soon starts right then, without waiting for the next poll.
 */
@Component
public class DurableTasks {

  private record Work(String task, String instance) {}

  private static final Logger log = LoggerFactory.getLogger(DurableTasks.class);

  private final ObjectProvider<Scheduler> scheduler;
  private final Nudges nudges;
  private final AtOnce atOnce;
  private final Clock clock;

  /** What was asked for while it ran: it may have read its rows before they changed. */
  private final Map<Work, Instant> missed = new ConcurrentHashMap<>();

  DurableTasks(ObjectProvider<Scheduler> scheduler, Nudges nudges, AtOnce atOnce, Clock clock) {
    this.scheduler = scheduler;
    this.nudges = nudges;
    this.atOnce = atOnce;
    this.clock = clock;
  }

  /**
   * A task that says after each run when it wants to run again. Asked for while it runs, it runs
   * once more right after.
   *
   * @param work from instance to the next time, or empty when it is done
   */
  public Task<Void> repeating(String name, Function<String, Optional<Instant>> work) {
    atOnce.handle(name, work, instance -> runIfMissed(new Work(name, instance)));
    return Tasks.custom(name, Void.class)
        .onDeadExecutionRevive()
        .execute((instance, context) -> {
          Optional<Instant> next = AtOnce.forEngine(() -> work.apply(instance.getId()));
          return (complete, operations) -> {
            if (next.isPresent()) {
              operations.reschedule(complete, next.get());
              nudges.at(next.get());
            } else {
              operations.remove();
            }
            runIfMissed(new Work(name, instance.getId()));
          };
        });
  }

  /**
   * Makes sure that a task runs at a time, or then if it is already scheduled for later.
   *
   * @param task the name under which a bean handles it
   * @param instance what it works on; one task at a time for each
   */
  public void run(String task, String instance, Instant at) {
    if (!at.isAfter(clock.instant()) && atOnce.claim(task, instance)) {
      return;
    }
    Scheduler engine = scheduler.getObject();
    if (!engine.scheduleIfNotExists(new TaskInstance<>(task, instance), at)
        && !broughtForward(engine, TaskInstanceId.of(task, instance), at)) {
      afterCommit(() -> runAfterwards(engine, new Work(task, instance), at));
    }
    afterCommit(() -> nudges.at(at));
  }

  /**
   * Whether this thread works on a task, so that what it leaves half done is taken up again by
   * whoever takes up the task.
   */
  public boolean held() {
    return AtOnce.held();
  }

  /** Ends the task that this thread works on with the running transaction. */
  public void done() {
    atOnce.done();
  }

  /** Whether it will start at that time or earlier; not if it has started already. */
  private static boolean broughtForward(Scheduler engine, TaskInstanceId id, Instant at) {
    Optional<ScheduledExecution<Object>> found =
        engine.getScheduledExecution(id).filter(execution -> !execution.isPicked());
    if (found.filter(execution -> execution.getExecutionTime().isAfter(at)).isEmpty()) {
      return found.isPresent();
    }
    try {
      return engine.reschedule(id, at);
    } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException started) {
      log.debug("{} has just started", id.getTaskName());
      return false;
    }
  }

  /**
   * Either its end finds this, or it had ended before. A run on another node does not look here:
   * then the sweep finds the row due.
   */
  private void runAfterwards(Scheduler engine, Work work, Instant at) {
    missed.merge(work, at, (one, other) -> one.isBefore(other) ? one : other);
    boolean runs =
        engine
            .getScheduledExecution(TaskInstanceId.of(work.task(), work.instance()))
            .filter(ScheduledExecution::isPicked)
            .isPresent();
    if (!runs) {
      runIfMissed(work);
    }
  }

  private void runIfMissed(Work work) {
    Instant at = missed.remove(work);
    if (at != null) {
      run(work.task(), work.instance(), at);
    }
  }

  private static void afterCommit(Runnable action) {
    if (TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              action.run();
            }
          });
    } else {
      action.run();
    }
  }
}
