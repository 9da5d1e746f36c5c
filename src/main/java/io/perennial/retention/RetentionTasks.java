package io.perennial.retention;

import com.github.kagkarlsson.scheduler.task.Task;
import io.perennial.kernel.CertificateId;
import io.perennial.scheduling.DurableTasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The task that the engine runs for each deleted certificate when its days are over. */
@Configuration(proxyBeanMethods = false)
class RetentionTasks {

  @Bean
  Task<Void> certificatePurge(Deletions deletions, DurableTasks tasks) {
    return tasks.repeating(Deletions.PURGE, instance -> deletions.due(new CertificateId(instance)));
  }
}
