package io.perennial.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import java.time.Instant;
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

  private static final Logger log = LoggerFactory.getLogger(DurableTasks.class);

  private final ObjectProvider<Scheduler> scheduler;
  private final Nudges nudges;

  DurableTasks(ObjectProvider<Scheduler> scheduler, Nudges nudges) {
    this.scheduler = scheduler;
    this.nudges = nudges;
  }

  /**
   * Makes sure that a task runs at a time, or then if it is already scheduled for later.
   *
   * @param task the name under which a bean handles it
   * @param instance what it works on; one task at a time for each
   */
  public void run(String task, String instance, Instant at) {
    Scheduler engine = scheduler.getObject();
    if (!engine.scheduleIfNotExists(new TaskInstance<>(task, instance), at)) {
      bringForward(engine, TaskInstanceId.of(task, instance), at);
    }
    afterCommit(() -> nudges.at(at));
  }

  private static void bringForward(Scheduler engine, TaskInstanceId id, Instant at) {
    try {
      boolean later =
          engine
              .getScheduledExecution(id)
              .filter(execution -> execution.getExecutionTime().isAfter(at))
              .isPresent();
      if (later) {
        engine.reschedule(id, at);
      }
    } catch (TaskInstanceCurrentlyExecutingException | TaskInstanceNotFoundException running) {
      // It runs now or has just run. If it did not see this change, the sweep finds the row due.
      log.debug("{} is under way", id.getTaskName());
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
