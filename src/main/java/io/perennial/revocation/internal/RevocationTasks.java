package io.perennial.revocation.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.perennial.kernel.VersionId;
import io.perennial.scheduling.DurableTasks;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tasks that the engine runs for revocations. */
@Configuration(proxyBeanMethods = false)
class RevocationTasks {

  static final String STEP = "revocation-step";

  private static final Duration SWEEP = Duration.ofMinutes(5);
  private static final int PAGE = 100;

  @Bean
  Task<Void> revocationStep(RevocationSteps steps, DurableTasks tasks) {
    return tasks.repeating(STEP, instance -> steps.run(new VersionId(instance)));
  }

  /** The net beneath: the rows say what is due, whatever became of their tasks. */
  @Bean
  Task<Void> revocationSweep(
      RevocationRepository revocations, DurableTasks tasks, RevocationSteps steps) {
    return Tasks.recurring("revocation-sweep", FixedDelay.of(SWEEP))
        .execute((instance, context) -> {
          Instant now = steps.now();
          revocations.due(now, PAGE).forEach(id -> tasks.run(STEP, id.value(), now));
        });
  }
}
