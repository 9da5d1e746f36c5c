package io.perennial.renewal.internal;

import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.Decision;
import io.perennial.scheduling.ClockJumped;
import io.perennial.scheduling.ClockWatch;
import io.perennial.scheduling.DurableTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What was decided by a clock that was wrong is decided again. */
@Component
class AfterJump {

  private final DecisionRepository decisions;
  private final Certificates certificates;
  private final Timeline timeline;
  private final DurableTasks tasks;
  private final TransactionTemplate transaction;
  private final Told told;

  AfterJump(
      DecisionRepository decisions,
      Certificates certificates,
      Timeline timeline,
      DurableTasks tasks,
      TransactionTemplate transaction,
      Told told) {
    this.decisions = decisions;
    this.certificates = certificates;
    this.timeline = timeline;
    this.tasks = tasks;
    this.transaction = transaction;
    this.told = told;
  }

  /** While nothing ran, only a clock that is behind what was written shows that it was set. */
  @EventListener(ApplicationReadyEvent.class)
  void started() {
    decisions
        .lastSweep()
        .map(swept -> Duration.between(swept, timeline.now()))
        .filter(Duration::isNegative)
        .ifPresent(told.watch()::found);
  }

  @EventListener
  void jumped(ClockJumped jump) {
    told.audit()
        .record(
            new AuditEvent(
                Timeline.RENEWAL.name(), "clock.jump", "deployment", ClockWatch.sentence(jump)));
    if (jump.back()) {
      decisions.decidedAfter(jump.at()).forEach(id -> anew(id, jump.at()));
    }
  }

  /** Backoff and waits alike: they were reckoned from a time that is not to come for long. */
  private void anew(CertificateId id, Instant now) {
    transaction.executeWithoutResult(status -> {
      if (certificates.find(Timeline.RENEWAL, id).isEmpty()) {
        // It was deleted.
        return;
      }
      Certificate certificate = certificates.hold(Timeline.RENEWAL, id);
      Decision decision =
          new Decision(
              now,
              Decision.Outcome.REST,
              "The clock went back, so what was planned is planned anew.",
              Optional.empty(),
              now);
      timeline.write(certificate, decision, 0, certificate.plan().attended());
      tasks.run(RenewalTasks.RENEWAL_TASK, id.value(), now);
    });
  }

  /** Who hears of it. */
  @Component
  record Told(Audit audit, ClockWatch watch) {}
}
