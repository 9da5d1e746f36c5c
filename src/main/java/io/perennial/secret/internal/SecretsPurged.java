package io.perennial.secret.internal;

import io.perennial.access.Scope;
import io.perennial.vault.VaultPurged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A vault's secrets go with it, deleted or not. */
@Component
class SecretsPurged {

  private final SecretRepository secrets;
  private final Entrance entrance;

  SecretsPurged(SecretRepository secrets, Entrance entrance) {
    this.secrets = secrets;
    this.entrance = entrance;
  }

  @EventListener
  void purged(VaultPurged news) {
    int gone = secrets.removeAll(news.vault().id());
    if (gone > 0) {
      entrance.did(
          news.actor(), "SecretPurge", Scope.vault(news.vault().id()), gone + " with their vault");
    }
  }
}
