package io.perennial.dashboard.internal;

import io.perennial.certificate.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a certificate's page shows.
 *
 * @param watched whether it was imported and no issuer of ours renews it
 * @param due whether an order is about to start
 * @param strip of the newest order, if there is one
 */
record CertificateView(
    CertificateRow certificate,
    Policy policy,
    boolean watched,
    boolean due,
    Optional<OrderStrip> strip,
    List<BindingRow> bindings,
    List<VersionRow> versions,
    List<TimelineEntry> timeline) {

  /** The strip for the template, which knows no optionals. */
  public List<OrderStrip> strips() {
    return strip.stream().toList();
  }

  /** Those that somebody may ask to revoke. */
  public List<VersionRow> revocable() {
    return versions.stream().filter(VersionRow::revocable).toList();
  }

  /** How soon to ask for news. */
  public String pace() {
    return due || strip.filter(OrderStrip::moving).isPresent() ? "every 1s" : "every 5s";
  }

  /** What is wanted of it. */
  record Policy(String keyType, String validity, String profile, String renews) {

    static Policy of(Certificate certificate) {
      return new Policy(
          certificate.policy().keyType().name().replace('_', '-'),
          certificate.policy().validity().map(Object::toString).orElse("as the issuer gives"),
          certificate.policy().profile().orElse(""),
          certificate.policy().lifetimeAction().sentence());
    }
  }
}
