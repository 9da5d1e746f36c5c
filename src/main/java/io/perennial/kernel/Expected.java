package io.perennial.kernel;

import java.util.Optional;
import java.util.Set;

/**
 * The revisions of a row at which a change may be made: the one that its author had read.
 *
 * @param revisions empty: whichever there is
 */
public record Expected(Optional<Set<Long>> revisions) {

  public Expected {
    revisions = revisions.map(Set::copyOf);
  }

  public static Expected any() {
    return new Expected(Optional.empty());
  }

  public static Expected of(long revision) {
    return new Expected(Optional.of(Set.of(revision)));
  }

  /**
   * Call it while the row is held, or another change slips in between.
   *
   * @throws Refusal when the row is at another revision
   */
  public void check(long revision) {
    if (revisions.filter(admitted -> !admitted.contains(revision)).isPresent()) {
      throw Refusal.stale(
          "It was changed since you read it. Read it again, and decide anew whether to change it.");
    }
  }
}
