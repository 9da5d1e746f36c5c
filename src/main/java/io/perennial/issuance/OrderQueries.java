package io.perennial.issuance;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;

/** Reads orders page by page. */
public interface OrderQueries {

  /** A certificate's, newest first. */
  Page<Order> page(Principal actor, CertificateId certificate, Slice slice);
}
