package io.perennial.revocation.internal;

import io.perennial.certificate.CertificatePurged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What was wanted revoked of a certificate goes with it. */
@Component
class RevocationsPurged {

  private final RevocationRepository revocations;

  RevocationsPurged(RevocationRepository revocations) {
    this.revocations = revocations;
  }

  @EventListener
  void purged(CertificatePurged news) {
    revocations.purge(news.certificate().id());
  }
}
