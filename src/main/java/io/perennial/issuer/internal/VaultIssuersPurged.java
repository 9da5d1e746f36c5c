package io.perennial.issuer.internal;

import io.perennial.vault.VaultPurged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A vault's own issuers go with it, their keys too. */
@Component
class VaultIssuersPurged {

  private final IssuerRepository issuers;
  private final IssuerWriter writer;

  VaultIssuersPurged(IssuerRepository issuers, IssuerWriter writer) {
    this.issuers = issuers;
    this.writer = writer;
  }

  @EventListener
  void purged(VaultPurged news) {
    issuers.of(news.vault().id()).forEach(issuer -> writer.delete(news.actor(), issuer));
  }
}
