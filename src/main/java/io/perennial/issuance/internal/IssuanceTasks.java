package io.perennial.issuance.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.perennial.challenge.Challenges;
import io.perennial.kernel.OrderId;
import io.perennial.scheduling.SchedulingConfiguration;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tasks that the engine runs for orders. */
@Configuration(proxyBeanMethods = false)
class IssuanceTasks {

  private static final Duration JANITOR = Duration.ofHours(1);

  /** On a database of one server, what a killed one had in hand is free at once. */
  IssuanceTasks(MilestoneRepository milestones) {
    milestones.freePickedTasks();
  }

  @Bean
  Task<Void> issuanceStep(OrderSteps steps) {
    return SchedulingConfiguration.repeating(
        SteppedIssuance.STEP, instance -> steps.run(new OrderId(instance)));
  }

  @Bean
  Task<Void> challengeJanitor(Challenges challenges) {
    return Tasks.recurring("challenge-janitor", FixedDelay.of(JANITOR))
        .execute((instance, context) -> challenges.removeExpired(OrderSteps.ISSUANCE));
  }
}
