package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.overview.Overview.Need;
import io.perennial.publication.Truths;
import java.time.Instant;
import java.util.List;

/** A reason to call a person that is not seen by looking at one binding alone. */
interface Concern {

  /**
   * What must be looked at.
   *
   * @param all every binding
   */
  List<Need> needs(Principal actor, List<Truths> all, Instant now);
}
