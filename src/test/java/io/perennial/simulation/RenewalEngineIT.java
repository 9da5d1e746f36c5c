package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Plan;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.Problem;
import io.perennial.connector.Problem.Blame;
import io.perennial.connector.Progress;
import io.perennial.issuance.Order;
import io.perennial.issuance.OrderState;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.pki.Identifiers;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Renewal;
import io.perennial.simulation.SimulatedCa.Behaviour;
import io.perennial.simulation.SimulatedCa.Call;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an order, and of its certificate's plan, with every kind of CA. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RenewalEngineIT {

  private static final Behaviour DOWN =
      (call, account, request) -> {
        throw new CaUnavailable("The CA is down.", Optional.empty());
      };

  private SimulatedServer server;
  private SimulatedCa ca;
  private Issuer issuer;
  private int number;

  @BeforeAll
  void start(@TempDir Path folder) {
    SimulatedTime.CLOCK.set(SimulatedTime.START);
    server = SimulatedServer.start(folder).settle();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void configure() {
    number++;
    ca = SimulatedCa.create("ca-" + number, SimulatedTime.CLOCK);
    issuer = server.issuer("ca-" + number);
  }

  private CertificateId protect() {
    CertificateId id = server.protect(issuer.name().value(), names("a", "b"));
    server.settle();
    return id;
  }

  private String names(String... hosts) {
    StringBuilder names = new StringBuilder();
    for (String host : hosts) {
      names.append(host).append('-').append(number).append(".example.com ");
    }
    return names.toString();
  }

  private Plan plan(CertificateId id) {
    return server.certificate(id).plan();
  }

  private Decision latest(CertificateId id) {
    return server.timeline(id).getLast();
  }

  private Order onlyOrder(CertificateId id) {
    assertThat(server.orders(id)).hasSize(1);
    return server.orders(id).getFirst();
  }

  private void retry(CertificateId id) {
    server.bean(Renewal.class).retry(RunningServer.SYSTEM, id);
    server.settle();
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Behaviour refusing(Blame blame, Optional<Duration> retryAfter) {
    return (call, account, request) ->
        Optional.of(new Progress.Refused(new Problem(blame, "no", "The CA says no", retryAfter)));
  }

  @Test
  void issuesAtOnceAndPlansTheRenewal() {
    CertificateId id = protect();

    Certificate certificate = server.certificate(id);
    Instant due = seconds(server.now()).plus(Duration.ofDays(47).multipliedBy(66).dividedBy(100));
    assertThat(server.outcomes(id)).containsExactly("RENEW", "RENEWED");
    assertThat(server.timeline(id).getFirst().sentence()).isEqualTo("It has no version yet.");
    assertThat(certificate.plan().sentence())
        .isEqualTo(
            "Version 1 was issued. Version 1 is good until %s. It renews at 66 %% of its life, on %s."
                .formatted(seconds(server.now().plus(Duration.ofDays(47))), seconds(due)));
    assertThat(certificate.plan().nextActionAt()).isEqualTo(due);
    assertThat(certificate.plan().deadline())
        .contains(seconds(server.now()).plus(Duration.ofDays(47)).minus(Duration.ofMinutes(3_384)));
    assertThat(certificate.plan().failures()).isZero();
    assertThat(certificate.plan().attended()).isFalse();
  }

  @Test
  void renewsWhenItFallsDueAndNotBefore() {
    CertificateId id = protect();
    Instant due = plan(id).nextActionAt();

    server.advanceTo(due.minusSeconds(60));
    assertThat(ca.issued()).hasSize(1);

    server.advanceTo(due.plusSeconds(31));
    assertThat(ca.issued()).hasSize(2);
    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.timeline(id).get(2).sentence())
        .isEqualTo(
            "Its lifetime action fell due on %s: renew at 66 %% of its life."
                .formatted(seconds(due)));
    assertThat(server.orders(id).getFirst().attended()).isFalse();
  }

  @Test
  void anOutageBacksOffInTheRowAndARestartForgetsNothing() {
    ca.behave(DOWN);
    CertificateId id = protect();
    server.advance(Duration.ofHours(3));

    Order before = server.open(id).orElseThrow();
    long calls = ca.calls().size();
    assertThat(before.state()).isEqualTo(OrderState.SUBMITTING);
    assertThat(before.attempts()).isGreaterThanOrEqualTo(5);
    assertThat(before.nextStepAt()).isAfter(server.now());
    assertThat(before.blame()).contains(Blame.ISSUER);
    assertThat(latest(id).sentence())
        .isEqualTo(
            "Attempt %d failed: The CA is down. Next attempt on %s."
                .formatted(before.attempts(), seconds(before.nextStepAt())));
    assertThat(latest(id).nextActionAt()).isEqualTo(before.nextStepAt());
    assertThat(plan(id).failures()).isEqualTo(before.attempts());
    assertThat(ca.calls(Call.SUBMIT)).isEqualTo(1);
    assertThat(ca.calls(Call.RECOVER)).isEqualTo(calls - 1);

    Plan planned = plan(id);
    server.restart();
    server.settle();

    assertThat(server.open(id)).contains(before);
    assertThat(plan(id)).isEqualTo(planned);
    assertThat(ca.calls()).hasSize((int) calls);
  }

  @Test
  void anOperatorsRetryGoesAtOnceAndResetsTheBackoff() {
    ca.behave(DOWN);
    CertificateId id = protect();
    server.advance(Duration.ofHours(3));

    retry(id);
    assertThat(server.open(id).orElseThrow().attempts()).isEqualTo(1);
    assertThat(plan(id).failures()).isEqualTo(1);

    ca.behaveWell();
    retry(id);
    assertThat(server.versions(id)).hasSize(1);
    assertThat(onlyOrder(id).state()).isEqualTo(OrderState.STORED);
    assertThat(server.outcomes(id)).endsWith("FAILED", "HURRIED", "FAILED", "HURRIED", "RENEWED");
    assertThat(plan(id).failures()).isZero();
  }

  @Test
  void retryOfWhatIsNotDueIssuesNothing() {
    CertificateId id = protect();

    retry(id);

    assertThat(ca.issued()).hasSize(1);
    assertThat(plan(id).attended()).isFalse();
    assertThat(plan(id).sentence()).startsWith("Version 1 is good until ");
  }

  @Test
  void aPersonGetsANewVersionThatIsNotDue() {
    CertificateId id = protect();
    server.advance(Duration.ofSeconds(1));

    server.bean(Renewal.class).renewNow(RunningServer.SYSTEM, id);
    server.settle();

    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.outcomes(id))
        .containsExactly("RENEW", "RENEWED", "HURRIED", "RENEW", "RENEWED");
    assertThat(server.orders(id).getFirst().reason()).isEqualTo("ASKED");
    assertThat(server.orders(id).getFirst().attended()).isTrue();
  }

  @Test
  void aWishThatFailsAtFirstIsNotForgotten() {
    CertificateId id = protect();
    ca.behave(refusing(Blame.ISSUER, Optional.empty()));
    server.bean(Renewal.class).renewNow(RunningServer.SYSTEM, id);
    server.settle();
    assertThat(plan(id).failures()).isEqualTo(1);

    ca.behaveWell();
    server.advance(Duration.ofMinutes(2));

    assertThat(server.versions(id)).hasSize(2);
  }

  @Test
  void anOutageEndsTheBackoffWhenTheIssuerIsEdited() {
    ca.behave(DOWN);
    CertificateId id = protect();
    server.advance(Duration.ofHours(3));
    ca.behaveWell();

    editIssuer("other");
    server.settle();

    assertThat(server.versions(id)).hasSize(1);
    assertThat(server.timeline(id))
        .extracting(Decision::sentence)
        .contains("Its issuer was edited.");
    assertThat(plan(id).failures()).isZero();
  }

  private void editIssuer(String account) {
    server
        .bean(Issuers.class)
        .update(
            RunningServer.SYSTEM,
            issuer.id(),
            Map.of(SimulatedFactory.CA, issuer.name().value(), SimulatedFactory.ACCOUNT, account));
  }

  @Test
  void aMisconfigurationMarksTheIssuerUntilItIsEdited() {
    ca.behave((call, account, request) -> {
      if (account.equals("right")) {
        return Optional.empty();
      }
      throw new CaMisconfigured(
          SimulatedFactory.ACCOUNT, "The CA does not know the account; enter another.");
    });
    CertificateId id = protect();

    assertThat(onlyOrder(id).state()).isEqualTo(OrderState.REFUSED);
    assertThat(trouble()).contains("The CA does not know the account; enter another.");
    assertThat(latest(id).sentence())
        .startsWith("Attempt 1 failed: The CA does not know the account; enter another. Next ");
    assertThat(latest(id).blame()).contains(Blame.ISSUER);

    editIssuer("right");
    server.settle();
    assertThat(server.versions(id)).hasSize(1);
    assertThat(trouble()).isEmpty();
  }

  private Optional<String> trouble() {
    return server
        .bean(Issuers.class)
        .get(RunningServer.SYSTEM, issuer.id())
        .problem()
        .map(Issuer.Trouble::sentence);
  }

  @Test
  void aProtocolErrorStopsTheOrderAndBlamesTheIssuer() {
    ca.behave((call, account, request) -> {
      throw new CaProtocolError("The CA answered in riddles.");
    });
    CertificateId id = protect();

    assertThat(onlyOrder(id).state()).isEqualTo(OrderState.REFUSED);
    assertThat(onlyOrder(id).problem()).contains("The CA answered in riddles.");
    assertThat(latest(id).blame()).contains(Blame.ISSUER);
    assertThat(plan(id).failures()).isEqualTo(1);
  }

  @Test
  void aConnectorThatThrowsIsOurFaultAndTriedAgain() {
    ca.behave((call, account, request) -> {
      throw new IllegalStateException("secret details");
    });
    CertificateId id = protect();

    Order order = server.open(id).orElseThrow();
    assertThat(order.blame()).contains(Blame.US);
    assertThat(latest(id).sentence())
        .startsWith("Attempt 1 failed: Perennial failed: IllegalStateException.")
        .doesNotContain("secret");
    ca.behaveWell();
    server.advance(Duration.ofMinutes(2));
    assertThat(server.versions(id)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Blame.class)
  void aRefusalIsBlamedAndTriedAgain(Blame blame) {
    ca.behave(refusing(blame, Optional.empty()));
    CertificateId id = protect();

    assertThat(onlyOrder(id).state()).isEqualTo(OrderState.REFUSED);
    assertThat(latest(id).outcome()).isEqualTo(Decision.Outcome.FAILED);
    assertThat(latest(id).blame()).contains(blame);
    Duration wait = Duration.between(server.now(), plan(id).nextActionAt());
    assertThat(wait)
        .isEqualTo(blame == Blame.REQUEST ? Duration.ofMinutes(12) : wait)
        .isBetween(Duration.ofSeconds(1), Duration.ofMinutes(12));

    ca.behaveWell();
    server.restart();
    server.advanceTo(plan(id).nextActionAt().plusSeconds(31));
    assertThat(server.versions(id)).hasSize(1);
    assertThat(server.orders(id)).hasSize(2);
  }

  @Test
  void waitsAsLongAsTheCaAsks() {
    ca.behave(refusing(Blame.REQUEST, Optional.of(Duration.ofHours(30))));
    CertificateId id = protect();

    assertThat(plan(id).nextActionAt()).isEqualTo(server.now().plus(Duration.ofHours(30)));
  }

  @Test
  void aSlowOrderIsNotPressedAndSurvivesARestart() {
    ca.takes(Duration.ofHours(60));
    CertificateId id = protect();
    assertThat(server.open(id).orElseThrow().state()).isEqualTo(OrderState.WAITING);
    assertThat(server.open(id).orElseThrow().phase()).isEqualTo(SimulatedConnector.ORDERED);
    Instant firstLook = server.now().plus(Duration.ofDays(1));

    server.restart();
    long evaluations = server.executions("renewal");
    server.advance(Duration.ofHours(1));
    assertThat(plan(id).nextActionAt())
        .as("after the step should have been taken")
        .isEqualTo(firstLook.plus(Duration.ofMinutes(10)));
    server.advance(Duration.ofHours(58));
    assertThat(ca.calls(Call.ADVANCE)).as("once a day").isEqualTo(2);
    assertThat(server.executions("renewal") - evaluations).isLessThanOrEqualTo(4);
    assertThat(plan(id).sentence()).isEqualTo("An order is under way: It has no version yet.");

    server.advance(Duration.ofHours(1));
    assertThat(server.versions(id)).hasSize(1);
  }

  @Test
  void anEditAbandonsTheOpenOrderAndStartsAnewAtOnce() {
    ca.takes(Duration.ofHours(60));
    CertificateId id = protect();
    Order outdated = server.open(id).orElseThrow();
    ca.takes(Duration.ZERO);

    server.edit(id, issuer.name().value(), names("c"));
    server.settle();

    assertThat(ca.abandoned())
        .extracting(key -> key.value())
        .containsExactly(outdated.id().value());
    assertThat(server.orders(id))
        .extracting(Order::state)
        .containsExactlyInAnyOrder(OrderState.STORED, OrderState.ABANDONED);
    assertThat(Identifiers.key(server.versions(id).getFirst().identifiers()))
        .isEqualTo(names("c").strip());
    assertThat(ca.issued()).hasSize(1);
  }

  @Test
  void anEditDuringAnOutageHasNoBackoff() {
    ca.behave(DOWN);
    CertificateId id = protect();
    server.advance(Duration.ofHours(3));
    ca.behaveWell();

    server.edit(id, issuer.name().value(), names("c"));
    server.settle();

    assertThat(server.versions(id)).hasSize(1);
    assertThat(plan(id).failures()).isZero();
    assertThat(plan(id).attended()).isFalse();
  }

  @Test
  void anEditOfAnIssuedCertificateIssuesAnewAndSaysWhy() {
    CertificateId id = protect();

    server.edit(id, issuer.name().value(), names("a", "b", "c"));
    server.settle();

    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.orders(id))
        .extracting(Order::sentence)
        .contains("Its policy or issuer was edited since version 1 was issued: the names change.");
  }

  @Test
  void anEditWhileTheCaRefusesIsNotLost() {
    CertificateId id = protect();
    String edited = names("c");
    ca.behave((call, account, request) -> {
      if (Identifiers.key(request.identifiers()).equals(edited.strip())) {
        return Optional.empty();
      }
      server.edit(id, issuer.name().value(), edited);
      return Optional.of(
          new Progress.Refused(new Problem(Blame.REQUEST, "no", "no", Optional.empty())));
    });
    server.bean(Renewal.class).renewNow(RunningServer.SYSTEM, id);
    server.settle();
    server.advance(Duration.ofSeconds(31));

    assertThat(Identifiers.key(server.versions(id).getFirst().identifiers()))
        .isEqualTo(edited.strip());
    assertThat(plan(id).failures()).isZero();
  }

  @Test
  void anOrderWaitsItsTurnAtACaThatIsFull() {
    ca.takesAtOnce(0);
    CertificateId id = protect();
    assertThat(server.open(id).orElseThrow().state()).isEqualTo(OrderState.PLANNED);

    server.restart();
    server.advance(Duration.ofMinutes(1));
    assertThat(ca.calls()).isEmpty();

    ca.takesAtOnce(1);
    server.advance(Duration.ofSeconds(5));
    assertThat(server.versions(id)).hasSize(1);
  }

  @Test
  void aStepWhoseTaskIsLostIsScheduledAgain() {
    ca.takes(Duration.ofHours(1));
    CertificateId id = protect();
    server
        .sql()
        .sql("delete from scheduled_tasks where task_instance = :order")
        .param("order", server.open(id).orElseThrow().id().value())
        .update();

    server.advance(Duration.ofMinutes(71));

    assertThat(server.versions(id)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(value = Lie.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatACaShouldNotHaveIssuedNeverBecomesAVersion(Lie lie) {
    ca.lie(lie);
    CertificateId id = protect();

    assertThat(ca.issued()).hasSize(1);
    assertThat(server.versions(id)).isEmpty();
    assertThat(server.certificate(id).currentVersion()).isEmpty();
    assertThat(onlyOrder(id).state()).isEqualTo(OrderState.REFUSED);
    assertThat(latest(id).sentence())
        .startsWith("Attempt 1 failed: The CA's certificate was not accepted. ")
        .contains(lie.objection());
    assertThat(latest(id).blame()).contains(Blame.ISSUER);

    ca.behaveWell();
    retry(id);
    assertThat(server.versions(id)).hasSize(1);
  }

  @Test
  void aLyingCaIsAskedTwiceADayAtMost() {
    ca.lie(Lie.EXTRA_NAME);
    CertificateId id = protect();

    server.advance(Duration.ofHours(23));
    assertThat(ca.issued()).as("the attended one, then two").hasSize(3);
    assertThat(latest(id).outcome()).isEqualTo(Decision.Outcome.FUSED);

    server.advance(Duration.ofDays(3));
    assertThat(ca.issued()).hasSizeLessThanOrEqualTo(3 + 2 * 3);
    assertThat(server.versions(id)).isEmpty();
  }

  @Test
  void aStormOfCertificatesEndsAtTwo() {
    ca.backdates(Duration.ofDays(40));
    CertificateId id = protect();
    server.advance(Duration.ofHours(1));

    assertThat(ca.issued()).as("the attended one, then two").hasSize(3);
    Decision fused = latest(id);
    Instant until = server.versions(id).get(1).issuedAt().plus(Duration.ofDays(1));
    assertThat(fused.outcome()).isEqualTo(Decision.Outcome.FUSED);
    assertThat(fused.nextActionAt()).isEqualTo(until);
    assertThat(fused.sentence())
        .isEqualTo(
            "These names were issued 2 times unattended within 1 d, so something is wrong. It waits until %s, or until you press Retry."
                .formatted(seconds(until)));

    retry(id);
    assertThat(ca.issued()).as("a person may").hasSize(4);
    assertThat(server.versions(id).getFirst().attended()).isTrue();

    server.advance(Duration.ofHours(20));
    assertThat(ca.issued()).hasSize(4);
    server.restart();
    server.advance(Duration.ofDays(2));
    assertThat(ca.issued()).hasSizeBetween(6, 8);
  }
}
