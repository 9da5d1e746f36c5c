package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.vault.Vaults;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Puts the names of issuers and vaults to certificates. */
@Component
class NamedCertificates {

  private final CertificateQueries certificates;
  private final Issuers issuers;
  private final Vaults vaults;

  NamedCertificates(CertificateQueries certificates, Issuers issuers, Vaults vaults) {
    this.certificates = certificates;
    this.issuers = issuers;
    this.vaults = vaults;
  }

  CertificateQueries certificates() {
    return certificates;
  }

  Vaults vaults() {
    return vaults;
  }

  /** In one read of the issuers, which are few. */
  List<CertificateView> of(Principal actor, List<Listed> all, String vault) {
    Map<IssuerId, String> names =
        issuers.list(actor).stream()
            .collect(Collectors.toMap(Issuer::id, issuer -> issuer.name().value()));
    return all.stream()
        .map(listed ->
            CertificateView.of(
                listed,
                vault,
                names.getOrDefault(
                    listed.certificate().issuer(), listed.certificate().issuer().value())))
        .toList();
  }

  CertificateView of(Principal actor, Listed listed) {
    Certificate certificate = listed.certificate();
    return CertificateView.of(
        listed,
        vaults
            .find(certificate.vault())
            .map(vault -> vault.name().value())
            .orElse(certificate.vault().value()),
        issuer(actor, certificate));
  }

  String issuer(Principal actor, Certificate certificate) {
    return issuers.get(actor, certificate.issuer()).name().value();
  }

  /** A certificate as it stands now. */
  ResponseEntity<CertificateView> answer(
      Principal actor, CertificateId id, ResponseEntity.BodyBuilder builder) {
    Listed listed = certificates.get(actor, id);
    return builder.eTag(Preconditions.tag(listed.revision())).body(of(actor, listed));
  }
}
