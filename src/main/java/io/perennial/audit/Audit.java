package io.perennial.audit;

/** Where everything that was done, read or denied is written down. */
public interface Audit {

  /**
   * Records what the running transaction does. The entry is linked to the chain just before the
   * commit and stands or falls with it; without a transaction it is committed at once.
   */
  void record(AuditEvent event);

  /** Records a denial, whatever becomes of the caller's transaction. */
  void denied(String actor, String action, String subject);

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
