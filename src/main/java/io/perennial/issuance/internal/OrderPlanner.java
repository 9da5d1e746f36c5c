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
import io.perennial.scheduling.DurableTasks;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Fixes everything about an order before the CA hears of it: key pair, signing request, row, audit
 * entry and first task are one transaction.
 */
@Component
class OrderPlanner {

  private final OrderRepository orders;
  private final Keys keys;
  private final Audit audit;
  private final DurableTasks tasks;
  private final OrderLedger.Announcer announcer;
  private final OrderSteps.Ambient ambient;

  OrderPlanner(
      OrderRepository orders,
      Keys keys,
      Audit audit,
      DurableTasks tasks,
      OrderLedger.Announcer announcer,
      OrderSteps.Ambient ambient) {
    this.orders = orders;
    this.keys = keys;
    this.audit = audit;
    this.tasks = tasks;
    this.announcer = announcer;
    this.ambient = ambient;
  }

  Order plan(Principal actor, Certificate certificate, Cause cause) {
    OrderId id = new OrderId(Id.random(ambient.random()));
    Keys.NewKey key =
        keys.generate(
            new VersionId(id.value()),
            certificate.policy().keyType(),
            certificate.policy().identifiers());
    Instant now = ambient.now();
    Order order =
        new Order(
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
    Fixed fixed = new Fixed(RequestJson.write(certificate.policy(), cause.replaces()), key.csr());
    announcer.commit(() -> write(actor, certificate, order, key, fixed));
    announcer.milestone();
    return order;
  }

  private void write(
      Principal actor, Certificate certificate, Order order, Keys.NewKey key, Fixed fixed) {
    keys.store(actor, key);
    orders.insert(order, fixed, Identifiers.hash(certificate.policy().identifiers()));
    audit.record(
        new AuditEvent(
            actor.name(),
            "order.plan",
            certificate.scope().path(),
            order.reason() + " for " + Identifiers.key(certificate.policy().identifiers())));
    tasks.run(SteppedIssuance.STEP, order.id().value(), order.nextStepAt());
    announcer.transitioned(order, OrderState.PLANNED, "");
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
}
