package io.perennial.revocation;

import io.perennial.connector.RevocationReason;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.VersionId;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's wish that a version be trusted no longer, and how far it has come.
 *
 * @param requestedBy who wants it
 * @param attempts steps in a row that brought nothing
 * @param problem what went wrong last
 * @param nextStepAt when the CA is told, or told again; empty once nothing more happens by itself
 * @param revokedAt when the CA had confirmed it
 */
public record Revocation(
    VersionId version,
    CertificateId certificate,
    RevocationReason reason,
    String requestedBy,
    Instant requestedAt,
    int attempts,
    Optional<String> problem,
    Optional<Instant> nextStepAt,
    Optional<Instant> revokedAt) {

  /** Whether the CA will not do it, so that the version stays good. */
  public boolean refused() {
    return nextStepAt.isEmpty() && revokedAt.isEmpty();
  }
}
