package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A kind of reason to call a person. It answers in as many statements for ten as for a million. */
interface Concern {

  /** Of each concern so many are told in words; the others are counted. */
  int TOLD = 50;

  /** What must be looked at. */
  Findings look(Principal actor, Instant now);

  /**
   * What was found.
   *
   * @param counts how many there are of each clause
   * @param told the worst of them, at most {@link #TOLD} places
   */
  record Findings(Map<Clause, Long> counts, List<Need> told) {

    public Findings {
      counts = Map.copyOf(counts);
      told = List.copyOf(told);
    }
  }
}
