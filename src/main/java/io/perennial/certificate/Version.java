package io.perennial.certificate;

import io.perennial.connector.Identifier;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was issued; never changed.
 *
 * @param knownAs the id that clients of its vault use: its own, or where it was restored from a
 *     backup, the one that it had when that was made
 * @param number from 1 on, within the certificate
 * @param serial hexadecimal
 * @param fingerprint of the end entity's certificate
 * @param attended whether a person asked for it
 */
public record Version(
    VersionId id,
    VersionId knownAs,
    CertificateId certificate,
    int number,
    IssuerId issuer,
    long policyRevision,
    List<Identifier> identifiers,
    String serial,
    Fingerprint fingerprint,
    Instant notBefore,
    Instant notAfter,
    Instant issuedAt,
    boolean attended) {

  /** Whether a backup brought it, so that its id is another than before. */
  public boolean restored() {
    return !knownAs.equals(id);
  }

  public Duration life() {
    return Duration.between(notBefore, notAfter);
  }
}
