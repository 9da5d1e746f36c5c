package io.perennial.dashboard.internal;

import io.perennial.certificate.Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a certificate's page shows.
 *
 * @param vault in which it is, by name
 * @param watched whether it was imported and no issuer of ours renews it
 * @param due whether an order is about to start
 * @param strip of the newest order, if there is one
 */
record CertificateView(
    CertificateRow certificate,
    String vault,
    Policy policy,
    boolean watched,
    boolean due,
    Optional<OrderStrip> strip,
    List<BindingRow> bindings,
    List<VersionRow> versions,
    List<TimelineEntry> timeline) {

  private static final int LONGEST = 127;

  /** The strip for the template, which knows no optionals. */
  public List<OrderStrip> strips() {
    return strip.stream().toList();
  }

  /** Those that somebody may ask to revoke. */
  public List<VersionRow> revocable() {
    return versions.stream().filter(VersionRow::revocable).toList();
  }

  /** A name for its next server, which may be changed. */
  public String suggestion() {
    String name = certificate.name() + "-" + (bindings.size() + 1);
    return name.substring(Math.max(0, name.length() - LONGEST));
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
          certificate.policy().validity().map(Moments::period).orElse("as the issuer gives"),
          certificate.policy().profile().orElse(""),
          certificate.policy().lifetimeAction().sentence());
    }
  }
}
