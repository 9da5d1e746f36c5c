package io.perennial.certificate;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import java.time.Instant;
import java.util.Optional;

/**
 * Certificates between their deletion and the day on which they go for good. Nothing else finds
 * them, and their names stay taken.
 */
public interface DeletedCertificates {

  /** A vault's, by name. */
  Page<Deleted> page(Principal actor, VaultId vault, Slice slice);

  Optional<Deleted> find(Principal actor, VaultId vault, ObjectName name);

  Optional<Deleted> find(Principal actor, CertificateId id);

  /**
   * Deletes.
   *
   * @param purge when it goes for good
   * @throws io.perennial.kernel.Refusal conflict when a server is bound to it
   */
  Deleted delete(Principal actor, CertificateId id, Instant purge);

  /** Brings it back as it was, unless its vault is deleted; renewal looks at it at once. */
  Certificate recover(Principal actor, CertificateId id);

  /**
   * Deletes all of a vault that is being deleted in the running transaction.
   *
   * @param purge when they go for good
   * @throws io.perennial.kernel.Refusal conflict when a server is bound to one
   */
  void deleteAll(Principal actor, VaultId vault, Instant purge);

  /** Brings back what was deleted with its vault, and nothing else. */
  void recoverAll(Principal actor, VaultId vault);

  /** Removes it with all that hangs on it, its private keys first of all. */
  void purge(Principal actor, CertificateId id);

  /**
   * A deleted certificate.
   *
   * @param listed as it was
   * @param purge when it goes for good
   */
  record Deleted(Listed listed, Instant at, Instant purge) {

    public Certificate certificate() {
      return listed.certificate();
    }
  }
}
