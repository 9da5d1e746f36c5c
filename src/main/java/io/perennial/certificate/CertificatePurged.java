package io.perennial.certificate;

import io.perennial.access.Principal;
import io.perennial.kernel.VersionId;
import java.util.List;

/**
 * A certificate goes for good. Published inside the transaction that removes its rows, before it
 * does, so that whatever refers to them goes first.
 */
public record CertificatePurged(
    Principal actor, Certificate certificate, List<VersionId> versions) {

  public CertificatePurged {
    versions = List.copyOf(versions);
  }
}
