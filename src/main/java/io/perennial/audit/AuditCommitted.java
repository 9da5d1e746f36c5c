package io.perennial.audit;

import java.util.Set;

/**
 * A transaction of this server was committed, and with it entries about these subjects. Published
 * right after the commit, before the caller who asked for it goes on, so that what is kept in
 * memory about a subject is gone once a change to it is done.
 *
 * @param subjects of the entries, such as a scope's path
 */
public record AuditCommitted(Set<String> subjects) {

  public AuditCommitted {
    subjects = Set.copyOf(subjects);
  }
}
