package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;

/** A version by the path that names it and its certificate. */
final class OneVersion {

  private OneVersion() {}

  static Version find(
      Certificates certificates, Principal actor, String certificate, String version) {
    CertificateId of = new CertificateId(certificate);
    return certificates
        .version(actor, new VersionId(version))
        .filter(found -> found.certificate().equals(of))
        .orElseThrow(() -> Refusal.notFound("This certificate has no such version."));
  }
}
