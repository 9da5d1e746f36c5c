package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.issuance.Issuance;
import io.perennial.issuance.Order;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.publication.Bindings;
import io.perennial.publication.Truths;
import io.perennial.renewal.Renewal;
import io.perennial.revocation.Revocations;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Gathers what the pages about certificates show. */
@Component
class CertificateViews {

  private static final int DECISIONS = 50;
  private static final int ORDERS = 20;

  private final Certificates certificates;
  private final Issuers issuers;
  private final Progress progress;
  private final Bindings bindings;
  private final BindingRows rows;
  private final Clock clock;

  CertificateViews(
      Certificates certificates,
      Issuers issuers,
      Progress progress,
      Bindings bindings,
      BindingRows rows,
      Clock clock) {
    this.certificates = certificates;
    this.issuers = issuers;
    this.progress = progress;
    this.bindings = bindings;
    this.rows = rows;
    this.clock = clock;
  }

  CertificateView view(Principal actor, CertificateId id) {
    Moments moments = new Moments(clock.instant());
    Certificate certificate = certificates.get(actor, id);
    List<Version> versions = certificates.versions(actor, id);
    List<Truths> truths = bindings.truths(actor, id);
    List<Order> orders = progress.issuance().list(actor, id).stream().limit(ORDERS).toList();
    boolean watched = !issuers.issuing(issuers.get(actor, certificate.issuer()));
    return new CertificateView(
        CertificateRow.of(
            certificate,
            issuers.get(actor, certificate.issuer()).name().value(),
            versions.stream().findFirst(),
            moments),
        progress
            .vaults()
            .find(certificate.vault())
            .map(vault -> vault.name().value())
            .orElseThrow(),
        CertificateView.Policy.of(certificate),
        watched,
        !certificate.plan().nextActionAt().isAfter(moments.now()),
        orders.stream()
            .findFirst()
            .map(order -> OrderStrip.of(order, truths))
            .or(() -> expected(certificate, watched)),
        rows.of(actor, truths),
        VersionRow.of(versions, progress.revocations().of(actor, id), moments),
        TimelineEntry.merge(progress.renewal().decisions(actor, id, DECISIONS), orders, moments));
  }

  private static Optional<OrderStrip> expected(Certificate certificate, boolean watched) {
    return watched || certificate.currentVersion().isPresent()
        ? Optional.empty()
        : Optional.of(OrderStrip.expected(certificate.plan().sentence()));
  }

  /** Where a certificate is, and what is being done about it. */
  @Component
  record Progress(Vaults vaults, Issuance issuance, Renewal renewal, Revocations revocations) {}
}
