package io.perennial.publication;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads many bindings or consumers at once, in a few statements for any number. */
public interface PublicationQueries {

  /** By address and port. */
  Page<Truths> bindings(Principal actor, BindingFilter filter, Slice slice);

  /** Those of the ids that there are, in the ids' order. */
  List<Truths> truths(Principal actor, Collection<BindingId> ids);

  /** How many bindings each has; who has none is left out. */
  Map<ConsumerId, Long> bindingCounts(Principal actor, Collection<ConsumerId> consumers);

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

  /** By what each shows who it is; who has nothing, or only what was revoked, is left out. */
  Map<ConsumerId, StandingProof> proofs(Principal actor, Collection<Consumer> consumers);

  /**
   * A binding as it stood at a revision.
   *
   * @param revision grows with everything that is written about the binding, what is published to
   *     it included
   */
  record Revised(Truths truths, long revision) {}
}
