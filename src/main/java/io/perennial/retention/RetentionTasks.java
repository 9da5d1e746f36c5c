package io.perennial.retention;

import com.github.kagkarlsson.scheduler.task.Task;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VaultId;
import io.perennial.scheduling.DurableTasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tasks that the engine runs for what is deleted when its days are over. */
@Configuration(proxyBeanMethods = false)
class RetentionTasks {

  @Bean
  Task<Void> certificatePurge(Deletions deletions, DurableTasks tasks) {
    return tasks.repeating(Deletions.PURGE, instance -> deletions.due(new CertificateId(instance)));
  }

  @Bean
  Task<Void> vaultPurge(VaultDeletions deletions, DurableTasks tasks) {
    return tasks.repeating(VaultDeletions.PURGE, instance -> deletions.due(new VaultId(instance)));
  }
}
