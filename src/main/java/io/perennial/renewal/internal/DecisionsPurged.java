package io.perennial.renewal.internal;

import io.perennial.certificate.CertificatePurged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A certificate's timeline goes with it. */
@Component
class DecisionsPurged {

  private final DecisionRepository decisions;

  DecisionsPurged(DecisionRepository decisions) {
    this.decisions = decisions;
  }

  @EventListener
  void purged(CertificatePurged news) {
    decisions.purge(news.certificate().id());
  }
}
