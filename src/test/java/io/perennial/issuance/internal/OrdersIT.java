package io.perennial.issuance.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.certificate.Certificate;
import io.perennial.challenge.Challenges;
import io.perennial.connector.Identifier;
import io.perennial.connector.Instruction;
import io.perennial.connector.Problem;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.issuance.Issuance;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.kernel.Refusal;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class OrdersIT {

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Issuance issuance;
  private OrderRepository orders;
  private SettableClock clock;
  private Certificate certificate;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    issuance = store.bean(Issuance.class);
    orders = store.bean(OrderRepository.class);
    clock = store.bean(SettableClock.class);
    certificate = new Fixtures(store).certificate("ordered");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Order start() {
    return issuance.start(
        Fixtures.SYSTEM,
        certificate,
        new Issuance.Cause("TEST", "A test asked.", true, clock.instant(), Optional.empty()));
  }

  private long count(String table) {
    return store.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  @Test
  void manyStartsAtOnceMakeOneOrderOneKeyAndOneTask() throws Exception {
    List<Future<Order>> all = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(8);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return start();
            }));
      }
    }
    assertThat(all).extracting(order -> order.get().id()).containsOnly(start().id());
    assertThat(count("issuance_order")).isEqualTo(1);
    assertThat(count("private_key")).isEqualTo(1);
    assertThat(tasks()).containsExactly(start().id().value());
  }

  private List<String> tasks() {
    return store
        .jdbc()
        .sql("select task_instance from scheduled_tasks where task_name = 'issuance-step'")
        .query(String.class)
        .list();
  }

  @Test
  void anOrderEndsAndAnotherMayFollow() {
    Order first = start();
    long fence = orders.takeOver(first.id()).orElseThrow();
    assertThat(orders.end(first.id(), fence, OrderState.REFUSED, clock.instant())).isTrue();
    assertThat(issuance.open(certificate.id())).isEmpty();
    Order second = start();
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(issuance.list(Fixtures.SYSTEM, certificate.id())).hasSize(2);
    assertThat(orders.takeOver(first.id())).as("it has ended").isEmpty();
  }

  @Test
  void aLateWriterWithAnOldFenceChangesNothing() {
    Order order = start();
    long late = orders.takeOver(order.id()).orElseThrow();
    long current = orders.takeOver(order.id()).orElseThrow();
    assertThat(current).isEqualTo(late + 1);
    Order before = orders.find(order.id()).orElseThrow();
    Instant now = clock.instant();

    assertThat(orders.enter(order.id(), late, OrderState.SUBMITTING)).isFalse();
    assertThat(orders.await(order.id(), late, "phase", new byte[1], now)).isFalse();
    assertThat(orders.issued(order.id(), late, "chain", now)).isFalse();
    assertThat(orders.retry(order.id(), late, "why", Problem.Blame.US, now)).isFalse();
    assertThat(orders.end(order.id(), late, OrderState.ABANDONED, now)).isFalse();
    assertThat(orders.find(order.id())).contains(before);

    assertThat(orders.enter(order.id(), current, OrderState.SUBMITTING)).isTrue();
    assertThat(orders.await(order.id(), current, "phase", new byte[1], now)).isTrue();
    assertThat(orders.retry(order.id(), current, "why", Problem.Blame.US, now)).isTrue();
    assertThat(orders.issued(order.id(), current, "chain", now)).isTrue();
    assertThat(orders.end(order.id(), current, OrderState.STORED, now)).isTrue();
    assertThat(orders.end(order.id(), current, OrderState.ABANDONED, now)).isFalse();
  }

  @Test
  void twoWhoTakeOverAtOnceGetDifferentFences() throws Exception {
    Order order = start();
    List<Future<Long>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 12; i++) {
        all.add(threads.submit(() -> orders.takeOver(order.id()).orElseThrow()));
      }
    }
    assertThat(all).extracting(Future::get).doesNotHaveDuplicates();
  }

  @Test
  void aLostLeaseTakesItsChallengesAndItsAuditWithIt() {
    Order order = start();
    long late = orders.takeOver(order.id()).orElseThrow();
    orders.takeOver(order.id());
    long audited = count("audit_entry");
    assertThatThrownBy(() ->
            store
                .bean(OrderLedger.class)
                .refused(
                    new OrderLedger.Leased(Fixtures.SYSTEM, order, late),
                    new Problem(Problem.Blame.ISSUER, "test", "no", java.util.Optional.empty()),
                    clock.instant()))
        .isInstanceOf(OrderLedger.LeaseLost.class);
    assertThat(count("audit_entry")).isEqualTo(audited);
    assertThat(orders.find(order.id()).orElseThrow().state()).isEqualTo(OrderState.PLANNED);
  }

  @Test
  void exactlyTheWantedChallengesStandUntilTheirTimeIsOver() {
    Order order = start();
    Challenges challenges = store.bean(Challenges.class);
    challenges.stand(Fixtures.SYSTEM, order.id(), List.of(token("first"), token("second")));
    assertThat(challenges.httpAnswer("first")).contains("first.answer");
    challenges.stand(Fixtures.SYSTEM, order.id(), List.of(token("second"), token("third")));
    assertThat(challenges.httpAnswer("first")).isEmpty();
    assertThat(challenges.httpAnswer("third")).contains("third.answer");
    assertThat(challenges.standing()).isEqualTo(2);

    assertThatThrownBy(() ->
            challenges.stand(
                Fixtures.SYSTEM,
                order.id(),
                List.of(new Instruction.PublishTxt("_acme-challenge.example.com", "x"))))
        .isInstanceOf(Refusal.class);
    assertThat(challenges.standing()).isEqualTo(2);

    clock.advance(Duration.ofDays(8));
    assertThat(challenges.httpAnswer("third")).isEmpty();
    assertThat(challenges.removeExpired(Fixtures.SYSTEM)).isEqualTo(2);
    assertThat(challenges.standing()).isZero();
  }

  private static Instruction token(String name) {
    return new Instruction.ServeHttpToken(
        new Identifier.Dns("ordered.example.com"), name, name + ".answer");
  }

  @Test
  void fullnessCountsWhatTheIssuerWasAskedAndIsNotOver() {
    Order order = start();
    assertThat(orders.load(certificate.issuer()).inFlight()).isZero();
    long fence = orders.takeOver(order.id()).orElseThrow();
    orders.enter(order.id(), fence, OrderState.SUBMITTING);
    assertThat(orders.load(certificate.issuer()).inFlight()).isEqualTo(1);
    orders.end(order.id(), fence, OrderState.REFUSED, clock.instant());
    assertThat(orders.load(certificate.issuer()).inFlight()).isZero();
  }
}
