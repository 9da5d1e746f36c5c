package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.audit.Audit;
import io.perennial.connector.CaUnavailable;
import io.perennial.issuance.OrderState;
import io.perennial.kernel.CertificateId;
import io.perennial.overview.Overview;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overviews;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody, or a time server gone wrong, sets the clock of a running server. */
class ClockJumpIT {

  private static final Duration YEAR = Duration.ofDays(365);

  @TempDir Path folder;
  private SimulatedServer server;
  private SimulatedCa ca;

  @BeforeEach
  void start() {
    SimulatedTime.CLOCK.set(SimulatedTime.START);
    server = SimulatedServer.start(folder).settle();
    ca = SimulatedCa.create("steady", SimulatedTime.CLOCK);
    server.issuer("steady");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<CertificateId> protectThree() {
    List<CertificateId> ids =
        Stream.of("a", "b", "c")
            .map(host -> server.protect("steady", host + ".example.com"))
            .toList();
    server.settle();
    ids.forEach(id -> assertThat(server.versions(id)).hasSize(1));
    return ids;
  }

  private Optional<String> told() {
    return server.bean(Overviews.class).now(RunningServer.SYSTEM).needs().stream()
        .filter(need -> need.clause() == Clause.CLOCK)
        .map(Overview.Need::sentence)
        .findFirst();
  }

  private void jump(Duration by) {
    SimulatedTime.jump(by);
    server.settle();
  }

  private List<String> audited() {
    return server
        .sql()
        .sql("select detail from audit_entry where action = 'clock.jump' order by sequence")
        .query(String.class)
        .list();
  }

  private void assertAuditIntact() {
    Audit.Verdict verdict = server.bean(Audit.class).verify();
    assertThat(verdict.intact()).as(verdict.sentence()).isTrue();
  }

  @Test
  void aYearForwardIsToldAndStartsNoStorm() {
    List<CertificateId> ids = protectThree();
    assertThat(told()).isEmpty();

    jump(YEAR);
    server.advance(Duration.ofMinutes(5));

    assertThat(told())
        .get()
        .asString()
        .startsWith("The clock went forward by 365 d to 2027-01-01T");
    assertThat(audited()).singleElement().asString().startsWith("The clock went forward by 365 d");
    ids.forEach(id -> assertThat(server.orders(id)).hasSize(1));

    server.advance(Duration.ofMinutes(7));
    ids.forEach(id -> assertThat(server.versions(id)).as("it stayed, so it is true").hasSize(2));
    server.advance(Duration.ofDays(1));
    assertThat(told()).as("a day later").isEmpty();
    assertAuditIntact();
  }

  @Test
  void aYearForwardAndBackLeavesEverythingAsItWas() {
    List<CertificateId> ids = protectThree();
    ca.behave((call, account, request) -> {
      throw new CaUnavailable("The CA is down.", Optional.empty());
    });
    CertificateId waiting = server.protect("steady", "waiting.example.com");
    server.settle();

    jump(YEAR);
    server.advance(Duration.ofMinutes(2));
    SimulatedTime.jump(YEAR.negated());
    await().atMost(Duration.ofSeconds(30)).until(() -> audited().size() == 2);
    server.settle();

    assertThat(told()).as("it is as right as before").isEmpty();
    ids.forEach(id -> assertThat(server.orders(id)).hasSize(1));
    ca.behaveWell();
    server.advance(Duration.ofHours(7));
    assertThat(server.orders(waiting))
        .as("it does not wait for a year")
        .first()
        .satisfies(order -> assertThat(order.state()).isEqualTo(OrderState.STORED));
    server.advanceTo(SimulatedTime.START.plus(Duration.ofDays(35)));
    ids.forEach(id -> assertThat(server.versions(id)).as("at two thirds, once").hasSize(2));
    assertAuditIntact();
  }

  @Test
  void aYearBackIsToldAndRenewsNothingTwice() {
    List<CertificateId> ids = protectThree();

    SimulatedTime.jump(YEAR.negated());
    await().atMost(Duration.ofSeconds(30)).until(() -> told().isPresent());
    server.settle();
    server.advance(Duration.ofHours(1));

    assertThat(told()).get().asString().startsWith("The clock went back by 365 d to 2025-01-01T");
    ids.forEach(id -> assertThat(server.orders(id)).hasSize(1));
    assertThat(
            server.bean(Overviews.class).now(RunningServer.SYSTEM).needs().stream()
                .map(Overview.Need::clause))
        .as("the sweep goes on")
        .doesNotContain(Clause.SWEEP);
    assertAuditIntact();
  }

  @Test
  void aClockThatIsBehindWhatWasWrittenIsToldAtTheStart() {
    List<CertificateId> ids = protectThree();
    server.close();
    SimulatedTime.CLOCK.set(SimulatedTime.START.minus(YEAR));
    server = SimulatedServer.start(folder);

    await().atMost(Duration.ofSeconds(30)).until(() -> told().isPresent());
    server.settle();
    assertThat(told()).get().asString().startsWith("The clock went back by 365 d");
    assertThat(audited()).hasSize(1);
    ids.forEach(id -> assertThat(server.orders(id)).hasSize(1));
  }

  @Test
  void aSecondMoreOrLessIsNoJump() {
    protectThree();
    jump(Duration.ofMinutes(4));
    jump(Duration.ofSeconds(-20));
    server.advance(Duration.ofDays(3));
    assertThat(told()).isEmpty();
    assertThat(audited()).isEmpty();
  }
}
