package io.perennial.scheduling;

import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Time, randomness and the engine, as everything else is handed them. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
public class SchedulingConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  RandomGenerator random() {
    return new SecureRandom();
  }

  /** The engine lives in the same time as the rest. */
  @Bean
  com.github.kagkarlsson.scheduler.Clock schedulerClock(Clock clock) {
    return clock::instant;
  }

  @Bean
  DbSchedulerCustomizer virtualThreads() {
    return new DbSchedulerCustomizer() {
      @Override
      public Optional<ExecutorService> executorService() {
        return Optional.of(
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory()));
      }
    };
  }

  /**
   * A task that says after each run when it wants to run again.
   *
   * @param nudges so that a time that is near does not wait for the next poll
   * @param work from instance to the next time, or empty when it is done
   */
  public static Task<Void> repeating(
      String name, Nudges nudges, Function<String, Optional<Instant>> work) {
    return Tasks.custom(name, Void.class)
        .onDeadExecutionRevive()
        .execute((instance, context) -> {
          Optional<Instant> next = work.apply(instance.getId());
          return (complete, operations) -> {
            if (next.isPresent()) {
              operations.reschedule(complete, next.get());
              nudges.at(next.get());
            } else {
              operations.remove();
            }
          };
        });
  }
}
