package io.perennial.issuer;

import io.perennial.access.Principal;
import io.perennial.connector.Probe;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;

/** What lists and forms ask about issuers. */
public interface IssuerQueries {

  /** By name. */
  Page<Issuer> page(Principal actor, Slice slice);

  /** Asks the CA whether it can be used, which may take seconds. Never throws for its answer. */
  Probe probe(Principal actor, IssuerId id);
}
