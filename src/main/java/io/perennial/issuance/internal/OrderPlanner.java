package io.perennial.issuance.internal;

import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificate;
import io.perennial.issuance.Issuance.Cause;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.issuance.internal.OrderRepository.Fixed;
import io.perennial.kernel.Id;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Fixes everything about an order before the CA hears of it: key pair, signing request, row and
 * audit entry are one transaction, with its first task or, where that needs nobody outside, its
 * first step.
 */
@Component
class OrderPlanner {

  private final OrderRepository orders;
  private final Keys keys;
  private final Audit audit;
  private final OrderLedger.Announcer announcer;
  private final OrderSteps.Ambient ambient;
  private final FirstStep first;

  OrderPlanner(
      OrderRepository orders,
      Keys keys,
      Audit audit,
      OrderLedger.Announcer announcer,
      OrderSteps.Ambient ambient,
      FirstStep first) {
    this.orders = orders;
    this.keys = keys;
    this.audit = audit;
    this.announcer = announcer;
    this.ambient = ambient;
    this.first = first;
  }

  Order plan(Principal actor, CertificatePolicy policy, Supplier<Certificate> stored, Cause cause) {
    OrderId id = new OrderId(Id.random(ambient.random()));
    Keys.NewKey key =
        keys.generate(new VersionId(id.value()), policy.keyType(), policy.identifiers());
    Planned planned =
        announcer.commitFor(() -> {
          Certificate certificate = stored.get();
          Order order = order(id, certificate, cause);
          return new Planned(order, write(actor, certificate, order, key, cause));
        });
    announcer.milestone();
    planned.begun().ifPresent(first::proceed);
    return planned.order();
  }

  private Order order(OrderId id, Certificate certificate, Cause cause) {
    Instant now = ambient.now();
    return new Order(
        id,
        certificate.id(),
        certificate.issuer(),
        OrderState.PLANNED,
        "",
        cause.reason(),
        cause.sentence(),
        cause.attended(),
        cause.dueAt(),
        certificate.policyRevision(),
        0,
        Optional.empty(),
        Optional.empty(),
        now,
        now,
        Optional.empty(),
        Optional.empty());
  }

  private Optional<FirstStep.Prepared> write(
      Principal actor, Certificate certificate, Order order, Keys.NewKey key, Cause cause) {
    keys.store(actor, key);
    Fixed fixed = new Fixed(RequestJson.write(certificate.policy(), cause.replaces()), key.csr());
    Optional<FirstStep.Prepared> begun = first.prepare(order, fixed);
    String hash = Identifiers.hash(certificate.policy().identifiers());
    begun.ifPresentOrElse(
        prepared -> orders.insert(prepared.order(), fixed, hash, prepared.sealed()),
        () -> orders.insert(order, fixed, hash));
    audit.record(
        new AuditEvent(
            actor.name(),
            "order.plan",
            certificate.scope().path(),
            order.reason() + " for " + Identifiers.key(certificate.policy().identifiers())));
    announcer.planned(order);
    begun.ifPresentOrElse(
        prepared -> announcer.transitioned(order, OrderState.WAITING, prepared.state().phase()),
        () -> first.leave(order));
    return begun;
  }

  Instant now() {
    return ambient.now();
  }

  /** Clears what an open order waits for. */
  Instant dueNow(OrderId id) {
    Instant now = ambient.now();
    orders.hasten(id, now);
    return now;
  }

  /**
   * @param begun whose first step was taken already
   */
  private record Planned(Order order, Optional<FirstStep.Prepared> begun) {}
}
