package io.perennial.issuance.internal;

import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificates;
import io.perennial.challenge.Challenges;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderDelayed;
import io.perennial.issuance.OrderEnded;
import io.perennial.issuance.OrderPlanned;
import io.perennial.issuance.OrderState;
import io.perennial.issuance.OrderTransitioned;
import io.perennial.kernel.OrderId;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Pem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes an order's transitions. Each is one short transaction that holds the state, what stands
 * for it, its audit entry and its news; all of it is refused when the lease was lost meanwhile.
 */
@Component
class OrderLedger {

  private final OrderRepository orders;
  private final Challenges challenges;
  private final Certificates certificates;
  private final Envelope envelope;
  private final Audit audit;
  private final Announcer announcer;

  OrderLedger(
      OrderRepository orders,
      Challenges challenges,
      Certificates certificates,
      Envelope envelope,
      Audit audit,
      Announcer announcer) {
    this.orders = orders;
    this.challenges = challenges;
    this.certificates = certificates;
    this.envelope = envelope;
    this.audit = audit;
    this.announcer = announcer;
  }

  /** Written down, so that whoever looks at the order meanwhile lets it wait as well. */
  void queued(Leased lease, Instant nextStep) {
    announcer.commit(() -> require(orders.queue(lease.id(), lease.fence(), nextStep)));
  }

  void submitting(Leased lease) {
    announcer.commit(() -> {
      require(orders.enter(lease.id(), lease.fence(), OrderState.SUBMITTING));
      announcer.transitioned(lease.order(), OrderState.SUBMITTING, "");
    });
  }

  void waiting(Leased lease, Progress.Waiting waiting, Instant nextStep) {
    byte[] sealed = seal(lease.id(), waiting.state());
    announcer.commit(() -> {
      require(orders.await(lease.id(), lease.fence(), waiting.state().phase(), sealed, nextStep));
      challenges.stand(lease.actor(), lease.id(), waiting.instructions());
      announcer.transitioned(lease.order(), OrderState.WAITING, waiting.state().phase());
    });
  }

  void issued(Leased lease, List<X509Certificate> chain, Instant now) {
    announcer.commit(() -> {
      require(orders.issued(lease.id(), lease.fence(), Pem.certificates(chain), now));
      announcer.transitioned(lease.order(), OrderState.ISSUED, "");
    });
  }

  /** What was accepted needs no state between: the version holds the chain. */
  void stored(Leased lease, List<X509Certificate> chain, Instant now) {
    announcer.commit(() -> {
      Order order = lease.order();
      require(orders.store(lease.id(), lease.fence(), now));
      if (order.state() != OrderState.ISSUED) {
        announcer.transitioned(order, OrderState.ISSUED, "");
      }
      challenges.stand(lease.actor(), lease.id(), List.of());
      certificates.add(
          lease.actor(),
          order.certificate(),
          new Certificates.NewVersion(
              new VersionId(order.id().value()),
              order.issuer(),
              order.policyRevision(),
              order.attended()),
          chain);
      announcer.transitioned(order, OrderState.STORED, "");
      announcer.ended(order.stored(now), Optional.empty());
    });
  }

  void refused(Leased lease, Problem problem, Instant now) {
    announcer.commit(() -> {
      require(orders.end(lease.id(), lease.fence(), OrderState.REFUSED, now));
      orders.blame(lease.id(), problem);
      challenges.stand(lease.actor(), lease.id(), List.of());
      record(lease.actor(), "order.refused", lease.id(), problem.detail());
      announcer.transitioned(lease.order(), OrderState.REFUSED, "");
      announcer.ended(orders.find(lease.id()).orElseThrow(), Optional.of(problem));
    });
  }

  void abandoned(Leased lease, String sentence, Instant now) {
    announcer.commit(() -> {
      require(orders.end(lease.id(), lease.fence(), OrderState.ABANDONED, now));
      challenges.stand(lease.actor(), lease.id(), List.of());
      record(lease.actor(), "order.abandoned", lease.id(), sentence);
      announcer.transitioned(lease.order(), OrderState.ABANDONED, "");
    });
  }

  void retry(Leased lease, String problem, Problem.Blame blame, Instant nextStep) {
    announcer.commit(() -> {
      require(orders.retry(lease.id(), lease.fence(), problem, blame, nextStep));
      announcer.delayed(orders.find(lease.id()).orElseThrow());
    });
  }

  private void record(Principal actor, String action, OrderId order, String detail) {
    audit.record(new AuditEvent(actor.name(), action, "/orders/" + order.value(), detail));
  }

  private static void require(boolean written) {
    if (!written) {
      throw new LeaseLost();
    }
  }

  private static SealContext context(OrderId order) {
    return new SealContext("order-state", order.value());
  }

  byte[] seal(OrderId order, io.perennial.connector.OrderState state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(state.phase());
      out.write(state.data());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return envelope.seal(bytes.toByteArray(), context(order));
  }

  Optional<io.perennial.connector.OrderState> connectorState(OrderId order) {
    return orders.connectorState(order).map(sealed -> unseal(order, sealed));
  }

  private io.perennial.connector.OrderState unseal(OrderId order, byte[] sealed) {
    try (SecretBytes opened = envelope.open(sealed, context(order));
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(opened.reveal()))) {
      return new io.perennial.connector.OrderState(in.readUTF(), in.readAllBytes());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Another took the order over while this step was out; it must not write. */
  static final class LeaseLost extends RuntimeException {

    LeaseLost() {
      super("another node has taken this order over");
    }
  }

  /**
   * An order and the right to write it.
   *
   * @param fence named in every write
   */
  record Leased(Principal actor, Order order, long fence) {

    OrderId id() {
      return order.id();
    }
  }

  /** Commits, and tells of it. */
  @Component
  static class Announcer {

    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final MilestoneRepository milestones;

    Announcer(
        TransactionTemplate transaction,
        ApplicationEventPublisher events,
        MilestoneRepository milestones) {
      this.transaction = transaction;
      this.events = events;
      this.milestones = milestones;
    }

    <T> T commitFor(Supplier<T> writes) {
      return Objects.requireNonNull(transaction.execute(status -> writes.get()));
    }

    void commit(Runnable writes) {
      transaction.executeWithoutResult(status -> writes.run());
    }

    void planned(Order order) {
      transitioned(order, OrderState.PLANNED, "");
      events.publishEvent(new OrderPlanned(order));
    }

    void transitioned(Order order, OrderState state, String phase) {
      events.publishEvent(new OrderTransitioned(order.id(), order.certificate(), state, phase));
    }

    void delayed(Order order) {
      events.publishEvent(new OrderDelayed(order));
    }

    void ended(Order order, Optional<Problem> problem) {
      events.publishEvent(new OrderEnded(order, problem));
    }

    void milestone() {
      milestones.reach();
    }
  }
}
