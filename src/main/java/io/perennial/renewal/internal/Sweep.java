package io.perennial.renewal.internal;

import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.Swept;
import io.perennial.scheduling.DurableTasks;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Finds by their indexes the certificates that are due and the versions whose CA should be asked,
 * and hands each to a task of its own, named by it: a second sweep cannot double it.
 */
@Component
class Sweep {

  private static final int PAGE = 500;

  private final Certificates certificates;
  private final AdviceRepository advices;
  private final DecisionRepository decisions;
  private final DurableTasks tasks;
  private final Timeline timeline;
  private final ApplicationEventPublisher events;

  Sweep(
      Certificates certificates,
      AdviceRepository advices,
      DecisionRepository decisions,
      DurableTasks tasks,
      Timeline timeline,
      ApplicationEventPublisher events) {
    this.certificates = certificates;
    this.advices = advices;
    this.decisions = decisions;
    this.tasks = tasks;
    this.timeline = timeline;
    this.events = events;
  }

  /** Looks at nothing, on purpose: what seems due may not be. */
  void hold() {
    Instant now = timeline.now();
    decisions.swept(now, 0);
    events.publishEvent(new Swept(now, 0));
  }

  void run() {
    Instant now = timeline.now();
    List<CertificateId> due = certificates.due(Timeline.RENEWAL, now, PAGE);
    due.forEach(id -> tasks.run(RenewalTasks.RENEWAL_TASK, id.value(), now));
    advices.due(now, PAGE).forEach(id -> tasks.run(RenewalTasks.ADVICE_TASK, id.value(), now));
    decisions.swept(now, due.size());
    events.publishEvent(new Swept(now, due.size()));
  }
}
