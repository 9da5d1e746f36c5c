package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Timeline.RENEWAL;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.issuance.Issuance;
import io.perennial.issuer.Issuers;
import io.perennial.revocation.Revocations;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Gathers what a decision is made from. */
@Component
class FactFinder {

  private final Certificates certificates;
  private final AdviceRepository advices;
  private final Issuance issuance;
  private final Revocations revocations;
  private final Issuers issuers;

  FactFinder(
      Certificates certificates,
      AdviceRepository advices,
      Issuance issuance,
      Revocations revocations,
      Issuers issuers) {
    this.certificates = certificates;
    this.advices = advices;
    this.issuance = issuance;
    this.revocations = revocations;
    this.issuers = issuers;
  }

  Facts of(Certificate certificate) {
    Optional<Version> current =
        certificate.currentVersion().flatMap(version -> certificates.version(RENEWAL, version));
    return new Facts(
        certificate,
        current,
        current.flatMap(version -> advices.find(version.id())),
        issuance.open(certificate.id()),
        issuance.unattended(certificate.policy().identifiers(), RenewalRules.fuseWindow(current)),
        certificate
            .currentVersion()
            .flatMap(version -> revocations.find(RENEWAL, version))
            .filter(revocation -> !revocation.refused()),
        watched(certificate));
  }

  /** Whether it was imported, and no issuer was named that renews it. */
  boolean watched(Certificate certificate) {
    return !issuers.issuing(issuers.get(RENEWAL, certificate.issuer()));
  }
}
