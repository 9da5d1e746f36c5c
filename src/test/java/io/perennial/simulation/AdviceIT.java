package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Version;
import io.perennial.connector.testkit.acme.AcmeServer;
import io.perennial.connector.testkit.acme.Answer;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.RenewalWindow;
import io.perennial.connector.testkit.acme.ResourceKind;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Pem;
import io.perennial.renewal.Renewal;
import io.perennial.testing.RunningServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a CA says of when to renew (RFC 9773), and what becomes of it; the CA speaks real ACME. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdviceIT {

  private static final URI PAGE = URI.create("https://ca.example/incident");
  private static final Duration HOURS = Duration.ofHours(6);

  private SimulatedServer server;
  private AcmeServer ca;
  private AcmeServer other;
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
  void configure() throws Exception {
    number++;
    ca = new AcmeServer(SimulatedTime.CLOCK, (name, token, answer) -> Optional.empty());
    other = new AcmeServer(SimulatedTime.CLOCK, (name, token, answer) -> Optional.empty());
    issuer =
        server
            .bean(Issuers.class)
            .create(RunningServer.SYSTEM, new ObjectName("acme-" + number), "acme", at(ca));
  }

  private Map<String, String> at(AcmeServer authority) {
    return Map.of(
        "directory",
        authority.directory().toString(),
        "roots",
        Pem.certificates(List.of(ca.tlsRoot(), other.tlsRoot())));
  }

  /** Leaves nothing to do at a CA that is gone. */
  @AfterEach
  void closeCas() {
    server.sql().sql("update renewal_advice set ask_at = null").update();
    server
        .sql()
        .sql("update certificate set enabled = false, next_action_at = :never")
        .param("never", DatabaseTime.of(server.now().plus(Duration.ofDays(36_500))))
        .update();
    ca.close();
    other.close();
  }

  private CertificateId protect() {
    CertificateId id = server.protect(issuer.name().value(), "www-" + number + ".example.com");
    await();
    return id;
  }

  /** An order over ACME takes seconds, for its polls. */
  private void await() {
    server.advance(Duration.ofMinutes(1));
  }

  private static RenewalWindow window(Instant start, Instant end) {
    return window(start, end, HOURS);
  }

  private static RenewalWindow window(Instant start, Instant end, Duration again) {
    return new RenewalWindow(start, end, Optional.of(PAGE), again);
  }

  private Version only(CertificateId id) {
    assertThat(server.versions(id)).hasSize(1);
    return server.versions(id).getFirst();
  }

  private static Instant seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  @Test
  void row42_aWindowThatMovesIntoThePastRenewsEarlyAndSaysWhy() {
    Instant issued = seconds(server.now());
    RenewalWindow usual =
        window(issued.plus(Duration.ofDays(50)), issued.plus(Duration.ofDays(52)));
    ca.behaviour().renewalWindow(usual);
    CertificateId id = protect();
    Instant planned = server.certificate(id).plan().nextActionAt();
    assertThat(planned).isBetween(usual.start(), usual.end());
    assertThat(server.certificate(id).plan().sentence())
        .isEqualTo(
            "Version 1 is good until %s. Its CA wants it renewed between %s and %s (%s), so it renews on %s."
                .formatted(
                    seconds(only(id).notAfter()), usual.start(), usual.end(), PAGE, planned));

    RenewalWindow past = window(issued, issued.plusSeconds(3_600));
    String first = only(id).serial();
    ca.behaviour()
        .renewalWindows(leaf -> leaf.getSerialNumber().toString(16).equals(first) ? past : usual);
    server.advanceTo(issued.plus(HOURS).plusSeconds(90));

    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.orders(id).getFirst().sentence())
        .isEqualTo(
            "Its CA wants it renewed between %s and %s (%s), which is past."
                .formatted(past.start(), past.end(), PAGE));
    assertThat(server.orders(id).getFirst().reason()).isEqualTo("RENEWAL_INFORMATION");
    assertThat(ca.replacementsClaimed()).hasSize(1);

    server.advance(Duration.ofDays(3));
    assertThat(server.versions(id)).as("row 45: exactly one renewal").hasSize(2);
  }

  @Test
  void theInstantInTheWindowIsTheVersionsOwn() {
    Instant issued = seconds(server.now());
    RenewalWindow usual =
        window(
            issued.plus(Duration.ofDays(30)), issued.plus(Duration.ofDays(40)), Duration.ofDays(9));
    ca.behaviour().renewalWindow(usual);
    CertificateId id = protect();
    Instant planned = server.certificate(id).plan().nextActionAt();

    server.advanceTo(planned.minusSeconds(60));
    assertThat(server.certificate(id).plan().nextActionAt()).isEqualTo(planned);
    assertThat(ca.faults().calls(ResourceKind.RENEWAL_INFO)).isBetween(29L, 42L);
    assertThat(server.outcomes(id)).containsExactly("RENEW", "RENEWED", "REST");
    ca.behaviour()
        .renewalWindow(
            window(planned.plus(Duration.ofDays(40)), planned.plus(Duration.ofDays(41))));
    server.advanceTo(planned.plusSeconds(120));

    assertThat(server.versions(id)).hasSize(2);
  }

  @Test
  void row43_aCaThatGivesNoAnswerPutsNothingOff() {
    ca.behaviour().renewalWindow(window(server.now(), server.now().plus(HOURS)));
    ca.faults()
        .always(
            ResourceKind.RENEWAL_INFO, Fault.html(503).and(Fault.header("Retry-After", "86400")));
    CertificateId id = protect();
    Instant due = server.certificate(id).plan().nextActionAt();

    server.advanceTo(due.minusSeconds(60));
    assertThat(server.versions(id)).hasSize(1);
    assertThat(ca.faults().calls(ResourceKind.RENEWAL_INFO)).isBetween(58L, 62L);
    server.advanceTo(due.plusSeconds(120));
    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.outcomes(id)).doesNotContain("FAILED");
  }

  @Test
  void row44_aWindowBeyondTheEndIsPassedOverAndSaid() {
    Instant late = server.now().plus(Duration.ofDays(365));
    ca.behaviour().renewalWindow(window(late, late.plus(HOURS)));
    CertificateId id = protect();

    assertThat(server.certificate(id).plan().sentence())
        .contains("It renews at 66 % of its life")
        .endsWith(
            "What its CA says of when to renew it is passed over: its window reaches beyond the certificate's own end.");
    server.advanceTo(server.certificate(id).plan().nextActionAt().plusSeconds(120));
    assertThat(server.versions(id)).hasSize(2);
  }

  @Test
  void row43_aMalformedWindowIsPassedOverAndSaid() {
    ca.behaviour().renewalWindow(window(server.now(), server.now().plus(HOURS)));
    ca.faults()
        .always(
            ResourceKind.RENEWAL_INFO,
            Fault.instead(Answer.empty(200).withBody("application/json", "{}")));
    CertificateId id = protect();

    assertThat(server.certificate(id).plan().sentence()).contains("is passed over: The CA at");
    assertThat(server.versions(id)).hasSize(1);
  }

  @Test
  void aCaThatWantsEveryCertificateRenewedAtOnceMeetsTheFuse() {
    Instant now = server.now();
    ca.behaviour().renewalWindow(window(now.minus(HOURS), now.minusSeconds(60)));

    CertificateId id = protect();

    assertThat(server.outcomes(id)).contains("FUSED");
    assertThat(ca.issued()).as("one that was asked for, and two").hasSize(3);
  }

  @Test
  void row47_noOtherCaIsAskedAboutTheCertificateOrToldOfIt() {
    Instant issued = seconds(server.now());
    RenewalWindow usual =
        window(issued.plus(Duration.ofDays(50)), issued.plus(Duration.ofDays(52)));
    ca.behaviour().renewalWindow(usual);
    other.behaviour().renewalWindow(usual);
    CertificateId id = protect();

    server.bean(Issuers.class).update(RunningServer.SYSTEM, issuer.id(), at(other));
    server.advanceTo(issued.plus(Duration.ofDays(1)));
    assertThat(other.faults().calls(ResourceKind.RENEWAL_INFO)).isZero();
    server.bean(Renewal.class).renewNow(RunningServer.SYSTEM, id);
    await();

    assertThat(server.versions(id)).hasSize(2);
    assertThat(other.issued()).hasSize(1);
    assertThat(other.replacementsClaimed()).isEmpty();
    assertThat(other.faults().calls(ResourceKind.RENEWAL_INFO)).isEqualTo(1);
    server.bean(Renewal.class).renewNow(RunningServer.SYSTEM, id);
    await();
    assertThat(other.replacementsClaimed()).hasSize(1);
  }
}
