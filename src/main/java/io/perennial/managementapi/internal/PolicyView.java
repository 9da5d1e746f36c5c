package io.perennial.managementapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.connector.Identifier;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is wanted of a certificate. */
record PolicyView(
    List<String> domains,
    String issuer,
    String keyType,
    Optional<String> validity,
    Optional<String> profile,
    String renew) {

  static PolicyView of(Certificate certificate, String issuer) {
    CertificatePolicy policy = certificate.policy();
    return new PolicyView(
        policy.identifiers().stream().map(Identifier::value).toList(),
        issuer,
        policy.keyType().name(),
        policy.validity().map(Duration::toString),
        policy.profile(),
        switch (policy.lifetimeAction()) {
          case LifetimeAction.Percentage(int percent) -> percent + "%";
          case LifetimeAction.DaysBeforeExpiry(int days) -> days + "d";
        });
  }
}
