package io.perennial.idempotency.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Forgets expired answers; that they are not given any more does not depend on it. */
@Configuration(proxyBeanMethods = false)
class CreationTasks {

  @Bean
  Task<Void> creationPurge(CreationRepository repository, Clock clock) {
    return Tasks.recurring("creation-purge", FixedDelay.of(Duration.ofHours(1)))
        .execute((instance, context) -> repository.purge(clock.instant()));
  }
}
