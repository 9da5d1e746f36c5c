package io.perennial.issuance;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.kernel.CertificateId;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** A certificate's newest order as clients of a vault see it, and what they may do to it. */
public interface PendingOperations {

  /** The newest order, open or not, unless it was removed from sight. */
  Optional<Pending> find(Principal actor, CertificateId certificate);

  /**
   * Takes the chain that answers the open order's signing request, where a person fetched it from a
   * CA that is not known here. What it names is its CA's choice; its key is not.
   *
   * @throws io.perennial.kernel.Refusal when no certificate of it is for that key, when servers
   *     could not use it now, or when no order waits for one
   */
  void merge(Principal actor, Certificate certificate, List<X509Certificate> chain);

  /** Removes an order from sight; an open one has to be given up before. */
  void dismiss(Principal actor, Certificate certificate, Order order);

  /**
   * An order with what it asks its CA for.
   *
   * @param csr PKCS#10, DER
   */
  record Pending(Order order, byte[] csr) {}
}
