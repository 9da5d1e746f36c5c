package io.perennial.issuance.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.perennial.challenge.Challenges;
import io.perennial.kernel.OrderId;
import io.perennial.scheduling.DurableTasks;
import java.time.Duration;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tasks that the engine runs for orders. */
@Configuration(proxyBeanMethods = false)
class IssuanceTasks implements SmartInitializingSingleton {

  private static final Duration JANITOR = Duration.ofHours(1);

  private final MilestoneRepository milestones;

  IssuanceTasks(MilestoneRepository milestones) {
    this.milestones = milestones;
  }

  /**
   * On a database of one server, what a killed one had in hand is free at once. Comes after all
   * beans are made, because the envelope's refuses a wrong key and then no row may be touched.
   */
  @Override
  public void afterSingletonsInstantiated() {
    milestones.freePickedTasks();
  }

  @Bean
  Task<Void> issuanceStep(OrderSteps steps, DurableTasks tasks) {
    return tasks.repeating(SteppedIssuance.STEP, instance -> steps.run(new OrderId(instance)));
  }

  @Bean
  Task<Void> challengeJanitor(Challenges challenges) {
    return Tasks.recurring("challenge-janitor", FixedDelay.of(JANITOR))
        .execute((instance, context) -> challenges.removeExpired(OrderSteps.ISSUANCE));
  }
}
