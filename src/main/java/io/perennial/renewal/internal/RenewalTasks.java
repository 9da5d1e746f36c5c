package io.perennial.renewal.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VersionId;
import io.perennial.scheduling.ClockWatch;
import io.perennial.scheduling.DurableTasks;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tasks that the engine runs for renewal. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RenewalProperties.class)
class RenewalTasks {

  static final String RENEWAL_TASK = "renewal";
  static final String ADVICE_TASK = "renewal-advice";

  @Bean
  Task<Void> renewalTask(Evaluation evaluation, DurableTasks tasks) {
    return tasks.repeating(
        RENEWAL_TASK,
        instance -> {
          evaluation.run(new CertificateId(instance));
          return Optional.empty();
        });
  }

  @Bean
  Task<Void> adviceTask(Consultation consultation, DurableTasks tasks) {
    return tasks.repeating(
        ADVICE_TASK,
        instance -> {
          consultation.run(new VersionId(instance));
          return Optional.empty();
        });
  }

  @Bean
  Task<Void> renewalSweep(Sweep sweep, ClockWatch watch, RenewalProperties properties) {
    return Tasks.recurring("renewal-sweep", FixedDelay.of(properties.sweepInterval()))
        .execute((instance, context) -> {
          watch.look();
          if (watch.holds()) {
            sweep.hold();
          } else {
            sweep.run();
          }
        });
  }
}
