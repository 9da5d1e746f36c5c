package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.issuance.Order;
import io.perennial.issuance.PendingOperations;
import io.perennial.issuance.PendingOperations.Pending;
import io.perennial.vault.Vault;
import io.perennial.vaultapi.internal.CertificateWire.Attributes;
import io.perennial.vaultapi.internal.CertificateWire.Bundle;
import io.perennial.vaultapi.internal.CertificateWire.Failure;
import io.perennial.vaultapi.internal.CertificateWire.Item;
import io.perennial.vaultapi.internal.CertificateWire.Link;
import io.perennial.vaultapi.internal.CertificateWire.Operation;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Certificates and what is pending, in Key Vault's shape. */
@Component
class VaultViews {

  private static final String KIND = "certificates";

  private final Stored stored;
  private final PendingOperations pending;

  VaultViews(Stored stored, PendingOperations pending) {
    this.stored = stored;
    this.pending = pending;
  }

  /** A certificate as it is, with its current version. */
  Bundle bundle(Call call, Certificate certificate) {
    return bundle(call, certificate, stored.version(certificate, ""));
  }

  Bundle bundle(Call call, Certificate certificate, Optional<Version> version) {
    return bundle(
        call,
        certificate,
        version,
        pending(certificate).map(found -> new Link(address(call, certificate))));
  }

  /** Of one that is deleted, which nobody asks what is pending. */
  Bundle bundleWithoutPending(Call call, Certificate certificate, Optional<Version> version) {
    return bundle(call, certificate, version, Optional.empty());
  }

  private Bundle bundle(
      Call call, Certificate certificate, Optional<Version> version, Optional<Link> operation) {
    String base = call.base();
    String id = version.map(found -> found.knownAs().value()).orElse("");
    Optional<X509Certificate> leaf = version.map(this::leaf);
    return new Bundle(
        Views.address(base, KIND, certificate, id),
        version.map(found -> Views.address(base, "keys", certificate, id)),
        version.map(found -> Views.address(base, "secrets", certificate, id)),
        leaf.map(Views::thumbprint),
        leaf.map(found -> Base64.getEncoder().encodeToString(Views.encoded(found))),
        Optional.of(Views.contentType(certificate)),
        attributes(call.vault(), certificate, version),
        certificate.tags(),
        Views.policy(base, certificate, version, leaf, stored.issuer(certificate)),
        false,
        operation,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * @param of what stands behind the name in its id
   */
  Item item(Call call, Certificate certificate, Optional<Version> version, String of) {
    return new Item(
        Views.address(call.base(), KIND, certificate, of),
        version.map(this::leaf).map(Views::thumbprint),
        attributes(call.vault(), certificate, version),
        certificate.tags(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Wire.Policy policy(Call call, Certificate certificate) {
    Optional<Version> current = stored.version(certificate, "");
    return Views.policy(
        call.base(), certificate, current, current.map(this::leaf), stored.issuer(certificate));
  }

  /** Of the newest order, if it was not removed. */
  Optional<Pending> pending(Certificate certificate) {
    return pending.find(Stored.FINDING, certificate.id());
  }

  /** As it was a moment ago: clients take what has ended at once for nothing. */
  Operation begun(Call call, Certificate certificate, Pending pending) {
    return operation(call, certificate, pending, "inProgress");
  }

  Operation operation(Call call, Certificate certificate, Pending pending) {
    return operation(
        call,
        certificate,
        pending,
        switch (pending.order().state()) {
          case PLANNED, SUBMITTING, WAITING, ISSUED -> "inProgress";
          case STORED -> "completed";
          case REFUSED -> "failed";
          case ABANDONED -> "cancelled";
        });
  }

  private Operation operation(Call call, Certificate certificate, Pending pending, String status) {
    Order order = pending.order();
    String issuer = stored.issuer(order.issuer());
    boolean failed = status.equals("failed");
    return new Operation(
        address(call, certificate),
        new Wire.IssuerParameters(issuer),
        Base64.getEncoder().encodeToString(pending.csr()),
        status.equals("cancelled"),
        status,
        details(status, order, issuer),
        order
            .problem()
            .filter(problem -> failed)
            .map(problem -> new Failure("CertificateOrderFailed", problem)),
        status.equals("completed")
            ? Optional.of(Views.address(call.base(), KIND, certificate, ""))
            : Optional.empty(),
        order.id().value(),
        false);
  }

  private static Optional<String> details(String status, Order order, String issuer) {
    if (!status.equals("inProgress")) {
      return Optional.empty();
    }
    return Optional.of(
        issuer.equals("Unknown")
            ? "Have a CA certify the signing request and merge what it issues."
            : order.problem().orElse("The order is under way."));
  }

  String address(Call call, Certificate certificate) {
    return Views.address(call.base(), KIND, certificate, "pending");
  }

  /** Of certificates, and of their keys. */
  static Attributes attributes(Vault vault, Certificate certificate, Optional<Version> version) {
    Wire.Attributes common = Views.attributes(certificate, version);
    return new Attributes(
        common.enabled(),
        common.nbf(),
        common.exp(),
        common.created(),
        common.updated(),
        vault.retentionDays(),
        Views.recoveryLevel(vault));
  }

  private X509Certificate leaf(Version version) {
    return stored.chain(version).getFirst();
  }
}
