package io.perennial.publication;

import io.perennial.access.Principal;
import io.perennial.access.Principals.Holder;
import io.perennial.audit.AuditTrail;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import java.util.List;
import java.util.Optional;

/**
 * Who may take a certificate's private key, and who did. All of it is for those alone who may read
 * the audit of that certificate.
 */
public interface KeyAccess {

  /** As which every reading of a key is on record. */
  String READING = "key.read";

  /** Whether somebody may ask, for pages that leave out what it may not see. */
  boolean visible(Principal actor, CertificateId certificate);

  /** In as many statements for ten servers as for a thousand. */
  Takers takers(Principal actor, CertificateId certificate);

  /**
   * What was recorded, newest first; of a certificate all that concerns it, its keys included.
   *
   * @param certificate empty: of everything
   * @param action empty: any
   */
  Page<AuditTrail.Entry> history(
      Principal actor, Optional<CertificateId> certificate, Optional<String> action, Slice slice);

  /**
   * Who may take it now.
   *
   * @param servers by their bindings, by name; at most {@link Slice#MOST}
   * @param others people and programs, by a role; at most as many
   */
  record Takers(List<Consumer> servers, List<Holder> others) {}
}
