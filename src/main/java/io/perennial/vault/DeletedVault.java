package io.perennial.vault;

import java.time.Instant;

/**
 * A vault that can be recovered.
 *
 * @param purgeAt when it is purged by itself
 */
public record DeletedVault(Vault vault, Instant deletedAt, Instant purgeAt) {

  /** Whether it goes right now, because somebody wanted it so. */
  public boolean hastened() {
    return !purgeAt.isAfter(deletedAt);
  }
}
