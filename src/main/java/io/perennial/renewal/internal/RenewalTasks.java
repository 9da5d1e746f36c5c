package io.perennial.renewal.internal;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VersionId;
import io.perennial.scheduling.Nudges;
import io.perennial.scheduling.SchedulingConfiguration;
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
  Task<Void> renewalTask(Evaluation evaluation, Nudges nudges) {
    return SchedulingConfiguration.repeating(
        RENEWAL_TASK,
        nudges,
        instance -> {
          evaluation.run(new CertificateId(instance));
          return Optional.empty();
        });
  }

  @Bean
  Task<Void> adviceTask(Consultation consultation, Nudges nudges) {
    return SchedulingConfiguration.repeating(
        ADVICE_TASK,
        nudges,
        instance -> {
          consultation.run(new VersionId(instance));
          return Optional.empty();
        });
  }

  @Bean
  Task<Void> renewalSweep(Sweep sweep, RenewalProperties properties) {
    return Tasks.recurring("renewal-sweep", FixedDelay.of(properties.sweepInterval()))
        .execute((instance, context) -> sweep.run());
  }
}
