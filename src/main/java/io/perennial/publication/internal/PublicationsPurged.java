package io.perennial.publication.internal;

import io.perennial.certificate.CertificatePurged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What was owed to servers goes with the version that was. */
@Component
class PublicationsPurged {

  private final PublicationRepository publications;

  PublicationsPurged(PublicationRepository publications) {
    this.publications = publications;
  }

  @EventListener
  void purged(CertificatePurged news) {
    news.versions().forEach(publications::purge);
  }
}
