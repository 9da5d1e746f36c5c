package io.perennial.secret.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.perennial.access.Principal;
import io.perennial.secret.DeletedSecrets;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Purges deleted secrets whose days are over; a minute late is early enough for days. */
@Configuration(proxyBeanMethods = false)
class SecretTasks {

  private static final Principal RETENTION = Principal.system("retention");

  @Bean
  Task<Void> secretPurge(DeletedSecrets secrets) {
    return Tasks.recurring("secret-purge", FixedDelay.of(Duration.ofMinutes(1)))
        .execute((instance, context) -> {
          int purged = RetainedSecrets.BATCH;
          while (purged == RetainedSecrets.BATCH) {
            purged = secrets.purgeDue(RETENTION);
          }
        });
  }
}
