package io.perennial.publication;

import io.perennial.access.Principal;
import io.perennial.connector.Identifier;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.Expected;
import java.util.List;

/** Which server wants which certificate, and what became of it. */
public interface Bindings {

  /**
   * Binds.
   *
   * @throws io.perennial.kernel.Refusal when the certificate does not cover the hosts, the address
   *     may not be probed, or the binding exists
   */
  Binding bind(Principal actor, Wanted wanted);

  /** Ends a binding; the server loses access to the key at once. */
  void unbind(Principal actor, BindingId id);

  /**
   * The same, if nothing was written about it since it was read.
   *
   * @throws io.perennial.kernel.Refusal stale when something was
   */
  void unbind(Principal actor, BindingId id, Expected expected);

  /** All bindings, with their truths. */
  List<Truths> truths(Principal actor);

  /** Those of a certificate. */
  List<Truths> truths(Principal actor, CertificateId certificate);

  /** Those of the consumer that asks. */
  List<Truths> mine(Principal consumer);

  /** Takes a consumer's word for what it installed, and sends the prober to look. */
  void report(Principal consumer, BindingId id, Report report);

  /**
   * What is wanted.
   *
   * @param hosts names under which the server serves; empty: the certificate's own
   * @param address where to probe; empty: the first host
   */
  record Wanted(
      ConsumerId consumer,
      CertificateId certificate,
      List<Identifier> hosts,
      String address,
      int port) {}
}
