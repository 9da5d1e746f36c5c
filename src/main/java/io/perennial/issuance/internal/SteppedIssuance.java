package io.perennial.issuance.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.connector.Identifier;
import io.perennial.issuance.Issuance;
import io.perennial.issuance.Order;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.VaultId;
import io.perennial.key.KeyTaken;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.scheduling.DurableTasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

@Service
class SteppedIssuance implements Issuance {

  static final String STEP = "issuance-step";

  /** Each is offered another spare key. */
  private static final int ATTEMPTS = 5;

  private final OrderRepository orders;
  private final OrderPlanner planner;
  private final OrderAbandoner abandoner;
  private final DurableTasks tasks;
  private final Certificates certificates;
  private final Authorizer authorizer;

  SteppedIssuance(
      OrderRepository orders,
      OrderPlanner planner,
      OrderAbandoner abandoner,
      DurableTasks tasks,
      Certificates certificates,
      Authorizer authorizer) {
    this.orders = orders;
    this.planner = planner;
    this.abandoner = abandoner;
    this.tasks = tasks;
    this.certificates = certificates;
    this.authorizer = authorizer;
  }

  @Override
  public Order start(Principal actor, Certificate certificate, Cause cause) {
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
    try {
      return planned(
          actor,
          certificate.policy(),
          () -> {
            // The certificate's row before the order's, as in every transaction that has both.
            certificates.hold(actor, certificate.id());
            return certificate;
          },
          cause);
    } catch (DuplicateKeyException oneIsOpen) {
      return orders.open(certificate.id()).orElseThrow(() -> oneIsOpen);
    }
  }

  @Override
  public Order start(
      Principal actor, CertificatePolicy policy, Supplier<Certificate> stored, Cause cause) {
    return planned(
        actor,
        policy,
        () -> {
          Certificate certificate = stored.get();
          authorizer.require(actor, Permission.WRITE_CERTIFICATES, certificate.scope());
          return certificate;
        },
        cause);
  }

  private Order planned(
      Principal actor, CertificatePolicy policy, Supplier<Certificate> stored, Cause cause) {
    for (int attempt = 1; ; attempt++) {
      try {
        return planner.plan(actor, policy, stored, cause);
      } catch (KeyTaken byAnotherServer) {
        if (attempt == ATTEMPTS) {
          throw byAnotherServer;
        }
      }
    }
  }

  @Override
  public Optional<Order> open(CertificateId certificate) {
    return orders.open(certificate);
  }

  @Override
  public List<CertificateId> open(VaultId vault) {
    return orders.open(vault);
  }

  @Override
  public List<Instant> unattended(List<Identifier> names, Duration back) {
    return orders.unattended(Identifiers.hash(names), planner.now().minus(back));
  }

  @Override
  public void keepScheduled(Order order) {
    tasks.run(STEP, order.id().value(), order.nextStepAt());
  }

  @Override
  public List<Order> list(Principal actor, CertificateId certificate) {
    Scope scope = certificates.get(actor, certificate).scope();
    authorizer.require(actor, Permission.READ_CERTIFICATES, scope);
    return orders.newestFirst(certificate);
  }

  @Override
  public void hurry(Principal actor, CertificateId certificate) {
    Scope scope = certificates.get(actor, certificate).scope();
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, scope);
    orders
        .open(certificate)
        .ifPresent(order -> {
          OrderId id = order.id();
          tasks.run(STEP, id.value(), planner.dueNow(id));
        });
  }

  @Override
  public void abandon(Principal actor, CertificateId certificate, String sentence) {
    Scope scope = certificates.get(actor, certificate).scope();
    authorizer.require(actor, Permission.WRITE_CERTIFICATES, scope);
    orders.open(certificate).ifPresent(order -> abandoner.abandon(actor, order, sentence));
  }
}
