package io.perennial.audit;

import java.util.concurrent.CompletableFuture;

/** Where everything that was done, read or denied is written down. */
public interface Audit {

  /**
   * Records what the running transaction does. The entry is linked to the chain just before the
   * commit and stands or falls with it; without a transaction it is committed at once.
   */
  void record(AuditEvent event);

  /**
   * Records a reading, such as that of a private key, whose result must not leave before it is on
   * record. Many of them share one commit, which is apart from any transaction of the caller's.
   *
   * @return done once the entry is committed; failed when it could not be, and then nothing may
   *     leave
   */
  CompletableFuture<Void> recordReading(AuditEvent event);

  /** Records a denial, whatever becomes of the caller's transaction. */
  void denied(AuditEvent event);

  /** Records that something was asked for in vain, without being denied. */
  void failed(AuditEvent event);

  /** The same as a denial, with nothing more to say. */
  default void denied(String actor, String action, String subject) {
    denied(new AuditEvent(actor, action, subject, ""));
  }

  /** Walks the whole chain. */
  Verdict verify();

  /**
   * What the walk found.
   *
   * @param intact whether every entry is in place and unchanged
   * @param entries how many were read
   * @param sentence for people
   */
  record Verdict(boolean intact, long entries, String sentence) {}
}
