package io.perennial.issuance.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.RequestedCertificate;
import io.perennial.issuance.Order;
import io.perennial.issuance.PendingOperations;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Acceptance;
import io.perennial.pki.Identifiers;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

@Service
class StoredPendingOperations implements PendingOperations {

  private final PendingRepository pending;
  private final OrderRepository orders;
  private final Certificates certificates;
  private final Issuers issuers;
  private final Authorizer authorizer;
  private final Merging merging;

  StoredPendingOperations(
      PendingRepository pending,
      OrderRepository orders,
      Certificates certificates,
      Issuers issuers,
      Authorizer authorizer,
      Merging merging) {
    this.pending = pending;
    this.orders = orders;
    this.certificates = certificates;
    this.issuers = issuers;
    this.authorizer = authorizer;
    this.merging = merging;
  }

  @Override
  public Optional<Pending> find(Principal actor, CertificateId certificate) {
    authorizer.require(
        actor, Permission.READ_CERTIFICATES, certificates.get(actor, certificate).scope());
    return pending.newest(certificate);
  }

  @Override
  public void merge(Principal actor, Certificate certificate, List<X509Certificate> chain) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    Order order =
        orders
            .open(certificate.id())
            .orElseThrow(() ->
                Refusal.notFound("No operation is pending. Create the certificate anew first."));
    if (issuers.issuing(issuers.get(OrderSteps.ISSUANCE, order.issuer()))) {
      throw Refusal.forbidden(
          "Its issuer is still working on it. Wait for that, or cancel the operation.");
    }
    List<X509Certificate> ordered = ordered(order, chain);
    Long fence =
        orders
            .takeOver(order.id())
            .orElseThrow(() -> Refusal.conflict("The operation has just ended. Look at it again."));
    merging
        .ledger()
        .stored(
            new OrderLedger.Leased(OrderSteps.ISSUANCE, order, fence),
            Acceptance.withoutRoot(ordered),
            merging.ambient().now());
    merging.announcer().milestone();
  }

  /** The certificate for the order's key first, which may stand anywhere. */
  private List<X509Certificate> ordered(Order order, List<X509Certificate> chain) {
    OrderRepository.Fixed fixed = orders.fixed(order.id());
    CertificateRequest asked = RequestJson.read(order.id(), fixed);
    byte[] key = asked.publicKey().getEncoded();
    X509Certificate leaf =
        chain.stream()
            .filter(one -> Arrays.equals(one.getPublicKey().getEncoded(), key))
            .findFirst()
            .orElseThrow(() ->
                Refusal.invalid(
                    "None of the certificates is for the key of the pending signing request. Merge"
                        + " the one that was issued for it."));
    List<X509Certificate> ordered = new ArrayList<>(List.of(leaf));
    chain.stream().filter(one -> !one.equals(leaf)).forEach(ordered::add);
    List<String> objections =
        Acceptance.objections(naming(asked, leaf), ordered, merging.ambient().now());
    if (!objections.isEmpty()) {
      throw Refusal.invalid(
          String.join(" ", objections) + " Merge a certificate that servers can use now.");
    }
    return ordered;
  }

  private static CertificateRequest naming(CertificateRequest asked, X509Certificate leaf) {
    try {
      return new CertificateRequest(
          asked.order(),
          asked.csr(),
          asked.publicKey(),
          new RequestedCertificate(
              List.copyOf(Identifiers.of(leaf)),
              asked.requested().keyType(),
              Optional.empty(),
              Optional.empty()));
    } catch (CertificateParsingException | IllegalArgumentException nothingUsable) {
      throw Refusal.invalid(
          "The certificate must name DNS names or IP addresses as subject alternative names, and"
              + " nothing else.");
    }
  }

  @Override
  public void dismiss(Principal actor, Certificate certificate, Order order) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    pending.dismiss(order.id());
  }

  /** Where a chain becomes a version. */
  @org.springframework.stereotype.Component
  record Merging(OrderLedger ledger, OrderLedger.Announcer announcer, OrderSteps.Ambient ambient) {}
}
