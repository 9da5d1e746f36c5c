package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.certificate.Version;
import io.perennial.connector.RevocationReason;
import io.perennial.issuer.Issuer;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.overview.Overview;
import io.perennial.overview.Overviews;
import io.perennial.revocation.Revocation;
import io.perennial.revocation.Revocations;
import io.perennial.testing.RunningServer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a person's wish to a CA that has revoked, whatever comes between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RevocationIT {

  private static final RevocationReason REASON = RevocationReason.KEY_COMPROMISE;

  private SimulatedServer server;
  private SimulatedCa ca;
  private CertificateId id;
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
  void issue() {
    number++;
    ca = SimulatedCa.create("revoking-" + number, SimulatedTime.CLOCK);
    Issuer issuer = server.issuer("revoking-" + number);
    id = server.protect(issuer.name().value(), "revoked-" + number + ".example.com");
    server.settle();
  }

  private Version current() {
    return server.versions(id).getFirst();
  }

  private Revocation revoke(Version version) {
    Revocation asked =
        server.bean(Revocations.class).revoke(RunningServer.SYSTEM, version.id(), REASON);
    server.settle();
    return asked;
  }

  private Revocation state(Version version) {
    return server.bean(Revocations.class).find(RunningServer.SYSTEM, version.id()).orElseThrow();
  }

  private List<String> needs() {
    return server.bean(Overviews.class).now(RunningServer.SYSTEM).needs().stream()
        .filter(need -> need.clause() == Overview.Clause.REVOKED)
        .filter(need -> need.certificate().equals(java.util.Optional.of(id.value())))
        .map(Overview.Need::sentence)
        .toList();
  }

  private List<String> audited() {
    return server
        .sql()
        .sql("select action from audit_entry where subject like :subject order by sequence")
        .param("subject", "%" + id.value() + "%")
        .query(String.class)
        .list();
  }

  @Test
  void revokesAtTheCaAndReplacesTheVersionWithAFreshKey() {
    Version bad = current();

    Revocation asked = revoke(bad);

    assertThat(asked.requestedBy()).isEqualTo("test");
    assertThat(asked.revokedAt()).isEmpty();
    assertThat(ca.revoked()).containsEntry(new BigInteger(bad.serial(), 16), REASON);
    assertThat(state(bad).revokedAt()).contains(state(bad).requestedAt());
    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.orders(id)).extracting(order -> order.reason()).contains("REVOKED");
    assertThat(server.timeline(id))
        .extracting(decision -> decision.sentence())
        .contains(
            "Version 1 is revoked (key compromise); a new version with a fresh key takes its"
                + " place.");
    assertThat(ca.issued())
        .extracting(issued -> issued.certificate().getPublicKey())
        .doesNotHaveDuplicates();
    assertThat(audited()).contains("certificate.revoke", "certificate.revoked");
    assertThat(needs()).isEmpty();
  }

  @Test
  void keepsTheWishThroughAnOutageAndARestart() {
    Version bad = current();
    ca.outage(server.now(), server.now().plus(Duration.ofHours(6)));
    revoke(bad);
    assertThat(state(bad).problem()).contains("The CA does not answer.");
    assertThat(state(bad).nextStepAt()).isPresent();
    assertThat(needs())
        .anySatisfy(need -> assertThat(need).startsWith("Version 1 is not revoked yet"))
        .anySatisfy(need ->
            assertThat(need)
                .startsWith("Version 1 is revoked (key compromise), and nothing has taken"));

    server.restart();
    server.settle();
    server.advance(Duration.ofHours(3));
    assertThat(state(bad).revokedAt()).isEmpty();
    assertThat(state(bad).attempts()).isGreaterThan(1);
    server.advance(Duration.ofHours(6));

    assertThat(state(bad).revokedAt()).isPresent();
    assertThat(server.versions(id)).hasSize(2);
    assertThat(needs()).isEmpty();
  }

  @Test
  void findsAWishWhoseTaskWasLost() {
    Version bad = current();
    ca.outage(server.now(), server.now().plus(Duration.ofMinutes(1)));
    revoke(bad);
    server.sql().sql("delete from scheduled_tasks where task_name = 'revocation-step'").update();

    server.advance(Duration.ofHours(2));
    server.advance(Duration.ofHours(2));

    assertThat(state(bad).revokedAt()).isPresent();
  }

  @Test
  void saysWhatTheCaRefusedAndAsksAgainWhenAPersonDoes() {
    Version bad = current();
    ca.refusesToRevoke("choose another reason");
    revoke(bad);
    assertThat(state(bad).refused()).isTrue();
    assertThat(needs()).containsExactly("Version 1 was not revoked: choose another reason");

    ca.revokesAgain();
    revoke(bad);

    assertThat(state(bad).revokedAt()).isPresent();
    assertThat(state(bad).problem()).isEmpty();
  }

  @Test
  void askingAgainChangesNothing() {
    Version bad = current();
    revoke(bad);
    Revocation before = state(bad);
    revoke(bad);
    assertThat(state(bad)).isEqualTo(before);
    assertThat(audited().stream().filter("certificate.revoke"::equals)).hasSize(1);
    assertThat(server.versions(id)).hasSize(2);
  }

  @Test
  void leavesTheCurrentVersionAloneWhenAnOlderOneIsRevoked() {
    Version old = current();
    server.bean(io.perennial.renewal.Renewal.class).renewNow(RunningServer.SYSTEM, id);
    server.settle();

    revoke(old);

    assertThat(state(old).revokedAt()).isPresent();
    assertThat(server.versions(id)).hasSize(2);
  }

  @Test
  void refusesWhatNobodyCouldRevoke() {
    CertificateId own = server.protect("self-signed", "own-" + number + ".example.com");
    server.settle();
    Version version = server.versions(own).getFirst();
    assertThatThrownBy(() -> revoke(version))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("A self-signed certificate cannot be revoked");
    Version expired = current();
    server.advance(Duration.ofDays(60));
    assertThatThrownBy(() -> revoke(expired))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("there is nothing to revoke");
  }
}
