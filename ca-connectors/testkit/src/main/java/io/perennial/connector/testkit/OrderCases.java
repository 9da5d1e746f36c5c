package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderState;
import io.perennial.connector.Progress;
import io.perennial.connector.testkit.OrderRun.Manner;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That orders end in one right certificate, whatever happens between two steps. */
abstract class OrderCases extends ContractSetup {

  private static final int EARLY_CALLS = 3;

  @Test
  final void finishesWhenReopenedAfterEveryStep() throws Exception {
    InMemoryContext context = newContext();
    try (OrderRun run = new OrderRun(bench(context), request(context), Manner.REOPENED)) {
      assertThat(run.issue()).isNotEmpty();
    }
  }

  @Test
  final void issuesOnceThoughEveryStepIsRepeated() throws Exception {
    InMemoryContext context = newContext();
    CertificateRequest request = request(context);
    try (OrderRun run = new OrderRun(bench(context), request, Manner.REPEATED)) {
      run.issue();
      assertIssuedOnce(request, run);
    }
  }

  @Test
  final void recoversALostAnswerWithoutASecondCertificate() throws Exception {
    InMemoryContext context = newContext();
    CertificateRequest request = request(context);
    try (OrderRun run = new OrderRun(bench(context), request, Manner.REOPENED)) {
      run.submit();
      run.recover();
      run.conclude(run.recover());
      assertIssuedOnce(request, run);
    }
  }

  @Test
  final void recoversAnOrderThatNeverReachedTheCa() throws Exception {
    InMemoryContext context = newContext();
    try (OrderRun run = new OrderRun(bench(context), request(context), Manner.REOPENED)) {
      assertThat(run.conclude(run.recover())).isNotEmpty();
    }
  }

  @Test
  final void keepsOrdersApart() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    CertificateRequest one = request(context);
    CertificateRequest other = request(context);
    try (Connector connector = bench.open();
        OrderRun first = OrderRun.on(connector, bench, one);
        OrderRun second = OrderRun.on(connector, bench, other)) {
      Progress firstAnswer = first.submit();
      Progress secondAnswer = second.submit();
      assertThat(first.conclude(firstAnswer).getFirst().getPublicKey()).isEqualTo(one.publicKey());
      assertThat(second.conclude(secondAnswer).getFirst().getPublicKey())
          .isEqualTo(other.publicKey());
    }
  }

  @Test
  final void answersAtOnceWhenAskedTooEarly() throws Exception {
    InMemoryContext context = newContext();
    try (OrderRun run = new OrderRun(bench(context), request(context), Manner.REOPENED)) {
      Progress progress = run.submit();
      for (int i = 0; i < EARLY_CALLS && progress instanceof Progress.Waiting waiting; i++) {
        run.stand(waiting.instructions());
        progress = run.advance(waiting.state());
      }
      assertThat(run.conclude(progress)).isNotEmpty();
    }
  }

  @Test
  final void certifiesTheRequestedKey() throws Exception {
    InMemoryContext context = newContext();
    CertificateRequest request = request(context);
    assertThat(issued(bench(context), request).issued())
        .isNotEmpty()
        .allSatisfy(
            leaf -> assertThat(leaf.getPublicKey()).as("key").isEqualTo(request.publicKey()));
  }

  @Test
  final void certifiesEveryTypeOfKeyItOffers() throws Exception {
    InMemoryContext context = newContext();
    assertThat(offered(context)).as("key types on offer").isNotEmpty();
    for (KeyType type : offered(context)) {
      CertificateRequest request = request(context, type, TestKeys.shared(type));
      try (OrderRun run = new OrderRun(bench(context), request, Manner.ONE_INSTANCE)) {
        assertThat(run.issue()).as("chain for a key of type %s", type).isNotEmpty();
      }
    }
  }

  @Test
  final void namesExactlyTheRequestedIdentifiers() throws Exception {
    InMemoryContext context = newContext();
    CertificateRequest request = request(context);
    for (X509Certificate leaf : issued(bench(context), request).issued()) {
      ChainCheck.assertNames(leaf, request.identifiers());
    }
  }

  @Test
  final void leadsFromTheLeafToARoot() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    try (OrderRun run = new OrderRun(bench, request(context), Manner.REOPENED)) {
      List<X509Certificate> chain = run.issue();
      try (Connector connector = bench.open()) {
        List<X509Certificate> roots =
            bench.calls().call("roots", () -> roots(connector, chain.getFirst()));
        ChainCheck.assertLeads(chain, roots, clock().instant());
      }
    }
  }

  @Test
  final void abandonsAnOrderInAnyState() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    CertificateRequest request = request(context);
    try (OrderRun run = new OrderRun(bench, request, Manner.REOPENED)) {
      run.issue();
      try (Connector connector = bench.open()) {
        for (OrderState state : ForeignStates.and(run.states())) {
          abandon(bench, connector, request, state);
          abandon(bench, connector, request, state);
        }
      }
    }
  }

  private static void abandon(
      Workbench bench, Connector connector, CertificateRequest request, OrderState state)
      throws Exception {
    try {
      bench
          .calls()
          .call(
              "abandon",
              () -> {
                connector.abandon(request, state);
                return state;
              });
    } catch (ConnectorException | RuntimeException e) {
      throw new AssertionError("abandon() must not throw, but did in phase " + state.phase(), e);
    }
  }
}
