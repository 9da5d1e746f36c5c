package io.perennial.audit;

import java.util.Set;

/**
 * What was recorded by whichever server shares the database. The chain's head moves with each
 * commit and in order, so that one row tells whether anything happened anywhere.
 */
public interface AuditFeed {

  /** The last entry's sequence; one row is read. */
  long last();

  /**
   * The subjects that are scopes and that something was done to, in the entries after one and up to
   * another.
   */
  Set<String> scopes(long after, long upTo);
}
