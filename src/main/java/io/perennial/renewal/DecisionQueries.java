package io.perennial.renewal;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;

/** Reads timelines page by page. */
public interface DecisionQueries {

  /** A certificate's timeline, newest first. */
  Page<Decision> page(Principal actor, CertificateId certificate, Slice slice);
}
