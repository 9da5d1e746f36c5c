package io.perennial.renewal.internal;

import static io.perennial.renewal.internal.Timeline.RENEWAL;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.issuance.Issuance;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Gathers what a decision is made from. */
@Component
class FactFinder {

  private final Certificates certificates;
  private final AdviceRepository advices;
  private final Issuance issuance;

  FactFinder(Certificates certificates, AdviceRepository advices, Issuance issuance) {
    this.certificates = certificates;
    this.advices = advices;
    this.issuance = issuance;
  }

  Facts of(Certificate certificate) {
    Optional<Version> current =
        certificate.currentVersion().flatMap(version -> certificates.version(RENEWAL, version));
    return new Facts(
        certificate,
        current,
        current.flatMap(version -> advices.find(version.id())),
        issuance.open(certificate.id()),
        issuance.unattended(certificate.policy().identifiers(), RenewalRules.fuseWindow(current)));
  }
}
