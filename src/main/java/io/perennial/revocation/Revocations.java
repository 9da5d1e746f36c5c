package io.perennial.revocation;

import io.perennial.access.Principal;
import io.perennial.connector.RevocationReason;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VersionId;
import java.util.List;
import java.util.Optional;

/** Versions that shall not be trusted any more (RFC 5280, section 3.3). */
public interface Revocations {

  /**
   * Stores the wish; its CA is told at once and, until it answers, again and again. Asked for a
   * version that is being revoked: tells the CA at once; that is revoked: changes nothing.
   *
   * @throws io.perennial.kernel.Refusal when nobody could revoke it, saying what to do instead
   */
  Revocation revoke(Principal actor, VersionId version, RevocationReason reason);

  /** What was asked for a version, whatever came of it. */
  Optional<Revocation> find(Principal actor, VersionId version);

  /** Those of a certificate's versions, newest wish first. */
  List<Revocation> of(Principal actor, CertificateId certificate);

  /** All whose version has not expired, refused ones too. */
  List<Revocation> ofUnexpired(Principal actor);
}
