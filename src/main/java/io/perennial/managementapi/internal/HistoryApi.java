package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.issuance.OrderQueries;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.DecisionQueries;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of a certificate: versions, orders and decisions, newest first. */
@RestController
@RequestMapping("/api/v1/certificates/{id}")
class HistoryApi {

  private final Certificates certificates;
  private final CertificateQueries queries;
  private final OrderQueries orders;
  private final DecisionQueries decisions;
  private final Cursors cursors;

  HistoryApi(
      Certificates certificates,
      CertificateQueries queries,
      OrderQueries orders,
      DecisionQueries decisions,
      Cursors cursors) {
    this.certificates = certificates;
    this.queries = queries;
    this.orders = orders;
    this.decisions = decisions;
    this.cursors = cursors;
  }

  @GetMapping("/versions")
  Listing<VersionView> versions(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @PathVariable String id,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    CertificateId certificate = new CertificateId(id);
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> queries.versions(actor, certificate, slice),
        page -> page.stream().map(VersionView::of).toList());
  }

  @GetMapping("/versions/{version}")
  VersionView version(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String version) {
    return VersionView.of(find(actor, id, version));
  }

  /** Certificates only; this API gives no private key to anybody. */
  @GetMapping(path = "/versions/{version}/chain", produces = "application/pem-certificate-chain")
  String chain(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String version) {
    return certificates.chain(actor, find(actor, id, version).id());
  }

  private Version find(Principal actor, String certificate, String version) {
    return OneVersion.find(certificates, actor, certificate, version);
  }

  @GetMapping("/orders")
  Listing<OrderView> orders(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @PathVariable String id,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    CertificateId certificate = new CertificateId(id);
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> orders.page(actor, certificate, slice),
        page -> page.stream().map(OrderView::of).toList());
  }

  @GetMapping("/decisions")
  Listing<DecisionView> decisions(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @PathVariable String id,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    CertificateId certificate = new CertificateId(id);
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> decisions.page(actor, certificate, slice),
        page -> page.stream().map(DecisionView::of).toList());
  }
}
