package io.perennial.publication;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;

/** Reads many bindings or consumers at once, in a few statements for any number. */
public interface PublicationQueries {

  /** By address and port. */
  Page<Truths> bindings(Principal actor, BindingFilter filter, Slice slice);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Revised binding(Principal actor, BindingId id);

  /** By name. */
  Page<Consumer> consumers(Principal actor, Slice slice);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Consumer consumer(Principal actor, ConsumerId id);

  /**
   * A binding as it stood at a revision.
   *
   * @param revision grows with everything that is written about the binding, what is published to
   *     it included
   */
  record Revised(Truths truths, long revision) {}
}
