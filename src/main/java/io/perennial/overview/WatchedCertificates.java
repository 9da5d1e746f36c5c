package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.publication.Truths;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Imported certificates that near their end: nobody but a person replaces them. */
@Component
class WatchedCertificates implements Concern {

  private final Certificates certificates;
  private final Issuers issuers;

  WatchedCertificates(Certificates certificates, Issuers issuers) {
    this.certificates = certificates;
    this.issuers = issuers;
  }

  @Override
  public List<Need> needs(Principal actor, List<Truths> all, Instant now) {
    return issuers.list(actor).stream()
        .filter(issuer -> !issuers.issuing(issuer))
        .map(Issuer::id)
        .flatMap(issuer -> certificates.of(actor, issuer).stream())
        .flatMap(certificate -> need(actor, certificate, now))
        .toList();
  }

  private Stream<Need> need(Principal actor, Certificate certificate, Instant now) {
    return certificate
        .currentVersion()
        .flatMap(version -> certificates.version(actor, version))
        .filter(version ->
            !certificate
                .policy()
                .lifetimeAction()
                .due(version.notBefore(), version.notAfter())
                .isAfter(now))
        .map(version ->
            new Need(
                Clause.WATCHED,
                certificate.name().value(),
                Optional.of(certificate.id().value()),
                "Version %d was imported and %s on %s; nothing renews it. Import its successor."
                    .formatted(
                        version.number(),
                        version.notAfter().isAfter(now) ? "expires" : "expired",
                        version.notAfter())))
        .stream();
  }
}
