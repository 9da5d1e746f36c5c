package io.perennial.issuance;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.connector.Identifier;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.policy.CertificatePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gets versions: the one path for a certificate's first and for every later one. */
public interface Issuance {

  /**
   * Starts an order, unless one is open. Makes the key first, which takes a moment for RSA, so call
   * it outside a transaction.
   *
   * @return the order that is now open
   */
  Order start(Principal actor, Certificate certificate, Cause cause);

  /**
   * Starts an order in the transaction that stores what is to be issued: both stand, or neither.
   * Call it outside a transaction too.
   *
   * @param policy for which the key is made, before the transaction begins
   * @param stored stores the certificate with that policy and holds its row; may refuse
   */
  Order start(Principal actor, CertificatePolicy policy, Supplier<Certificate> stored, Cause cause);

  /** The order that is open, if any. */
  Optional<Order> open(CertificateId certificate);

  /** The certificates of a vault that have an open order. */
  List<CertificateId> open(VaultId vault);

  /**
   * When the CA issued exactly these names with nobody asking, over all certificates and whether or
   * not it was accepted, oldest first.
   *
   * @param back how far to look, from now
   */
  List<Instant> unattended(List<Identifier> names, Duration back);

  /** Newest first. */
  List<Order> list(Principal actor, CertificateId certificate);

  /** Sees that the open order's next step is scheduled for when it is due. */
  void keepScheduled(Order order);

  /** Takes the next step of the open order at once, whatever it waits for. */
  void hurry(Principal actor, CertificateId certificate);

  /** Gives an open order up, because what is wanted has changed. */
  void abandon(Principal actor, CertificateId certificate, String sentence);

  /**
   * Why an order is started.
   *
   * @param reason a short name, such as {@code LIFETIME_ACTION}
   * @param sentence the same in an operator's words
   * @param attended whether a person asked for it
   * @param dueAt when it fell due
   * @param replaces the version that the CA may be told the new one replaces
   */
  record Cause(
      String reason,
      String sentence,
      boolean attended,
      Instant dueAt,
      Optional<VersionId> replaces) {}
}
