package io.perennial.managementapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Listed;
import io.perennial.connector.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A certificate, with what happens to it next and why. */
record CertificateView(
    String id,
    String name,
    String vault,
    List<String> domains,
    String issuer,
    Map<String, String> tags,
    boolean enabled,
    Optional<VersionView> current,
    Instant nextActionAt,
    Optional<Instant> deadline,
    String sentence,
    int failures,
    Instant createdAt) {

  static CertificateView of(Listed listed, String vault, String issuer) {
    Certificate certificate = listed.certificate();
    return new CertificateView(
        certificate.id().value(),
        certificate.name().value(),
        vault,
        certificate.policy().identifiers().stream().map(Identifier::value).toList(),
        issuer,
        certificate.tags(),
        certificate.enabled(),
        listed.current().map(VersionView::of),
        certificate.plan().nextActionAt(),
        certificate.plan().deadline(),
        certificate.plan().sentence(),
        certificate.plan().failures(),
        certificate.createdAt());
  }
}
