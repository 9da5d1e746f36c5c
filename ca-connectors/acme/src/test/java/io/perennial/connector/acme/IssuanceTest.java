package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.Identifier;
import io.perennial.connector.Instruction;
import io.perennial.connector.KeyType;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.Progress.Issued;
import io.perennial.connector.Progress.Refused;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.testkit.acme.CaBehaviour;
import io.perennial.connector.testkit.acme.CertificateFlaw;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IssuanceTest {

  @AutoClose private final Rig rig = new Rig();

  @Test
  void issuesForOneNameThroughEveryPhase() throws Exception {
    rig.server.behaviour().readsUntilValidated(2).readsUntilReady(2).readsUntilIssued(2);

    Progress end = rig.run(Requests.dns("www.example.org"));

    assertThat(chain(end)).first().isEqualTo(rig.server.issued().getFirst());
    assertThat(chain(end)).hasSize(2);
    assertThat(rig.phases)
        .containsExactly("ORDERED", "PRESENTED", "TRIGGERED", "READY", "FINALIZING", "PROCESSING");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P_256", "P_384", "RSA_2048"})
  void certifiesKeysOfEveryKind(KeyType type) throws Exception {
    CertificateRequest request = Requests.of(type, List.of(new Identifier.Dns("www.example.org")));

    assertThat(chain(rig.run(request)).getFirst().getPublicKey()).isEqualTo(request.publicKey());
  }

  @Test
  void namesIpAddressesAsTheRequestWritesThem() throws Exception {
    CertificateRequest request =
        Requests.of(
            KeyType.P_256,
            List.of(new Identifier.Ip("192.0.2.7"), new Identifier.Ip("2001:db8::1")));

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
  }

  @Test
  void aHundredNamesTakeManyShortSteps() throws Exception {
    CertificateRequest request = hundredNames();
    Waiting ordered = (Waiting) rig.submit(request);

    long before = rig.server.faults().calls();
    rig.advance(request, ordered.state());

    assertThat(rig.server.faults().calls() - before).isLessThan(20);
    assertThat(rig.continueFrom(request, ordered)).isInstanceOf(Issued.class);
  }

  @Test
  void repeatsInstructionsUntilTheProofIsAcceptedAndNoLonger() throws Exception {
    rig.server.behaviour().readsUntilValidated(3);
    CertificateRequest request = Requests.dns("www.example.org");

    Waiting presented = rig.runTo(Phase.PRESENTED, request);
    Waiting triggered = (Waiting) rig.advance(request, presented.state());
    Waiting polled = (Waiting) rig.advance(request, triggered.state());
    assertThat(presented.instructions())
        .hasSize(1)
        .first()
        .isInstanceOf(Instruction.ServeHttpToken.class);
    assertThat(triggered.instructions()).isEqualTo(presented.instructions());
    assertThat(polled.instructions()).isEqualTo(presented.instructions());

    assertThat(rig.continueFrom(request, polled)).isInstanceOf(Issued.class);
    assertThat(rig.standing.count()).isZero();
  }

  @Test
  void row10_reusedAuthorizationsAreNotTriggered() throws Exception {
    rig.server.behaviour().authorizationsReused(true);

    assertThat(rig.run(Requests.dns("www.example.org"))).isInstanceOf(Issued.class);
    assertThat(rig.server.faults().calls(ResourceKind.CHALLENGE)).isZero();
  }

  @Test
  void row18_aStuckOrderIsPolledEverLessOftenAndResumesAfterAnHour() throws Exception {
    rig.server.behaviour().readsUntilIssued(CaBehaviour.FOREVER);
    rig.server.faults().always(ResourceKind.ORDER, Fault.header("Retry-After", "1"));
    CertificateRequest request = Requests.dns("www.example.org");
    Progress now = rig.runTo(Phase.PROCESSING, request);
    Duration waited = Duration.ZERO;
    long before = rig.server.faults().calls(ResourceKind.ORDER);
    while (waited.compareTo(Duration.ofHours(1)) < 0) {
      now = rig.advance(request, ((Waiting) now).state());
      waited = waited.plus(((Waiting) now).checkAfter());
    }

    assertThat(rig.server.faults().calls(ResourceKind.ORDER) - before).isBetween(50L, 75L);
    assertThat(rig.server.issued()).hasSize(1);
  }

  @Test
  void row20_anOrderThatExpiresMidwayMakesRoomForOneNewOrder() throws Exception {
    CertificateRequest request = Requests.dns("www.example.org");
    rig.server.behaviour().readsUntilValidated(1000);
    Waiting triggered = rig.runTo(Phase.TRIGGERED, request);
    rig.clock.advance(Duration.ofDays(8));

    Refused refused = (Refused) rig.advance(request, triggered.state());

    assertThat(refused.problem().retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(rig.server.authorizationStatuses()).containsExactly("deactivated");
    rig.server.behaviour().readsUntilValidated(0);
    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.server.issued()).hasSize(1);
  }

  @Test
  void row20_anOrderTheCaForgotMakesRoomForOneNewOrder() throws Exception {
    CertificateRequest request = Requests.dns("www.example.org");
    Waiting triggered = rig.runTo(Phase.TRIGGERED, request);
    rig.server.forgetOrders();

    Refused refused = (Refused) rig.continueFrom(request, triggered);

    assertThat(refused.problem().retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(rig.server.accountsCreated()).isEqualTo(1);
    assertThat(rig.run(request)).isInstanceOf(Issued.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ResourceKind.class,
      names = {"AUTHORIZATION", "CHALLENGE", "ORDER", "FINALIZE", "CERTIFICATE"})
  void whatACopyOfTheCaDoesNotKnowYetIsAskedForAgain(ResourceKind kind) throws Exception {
    Fault unknown = Fault.problem(404, "malformed", "no such thing");
    rig.server.faults().at(kind, 1, unknown).at(kind, 2, unknown).at(kind, 3, unknown);

    assertThat(rig.run(Requests.dns("www.example.org"))).isInstanceOf(Issued.class);
    assertThat(rig.server.issued()).hasSize(1);
  }

  @Test
  void aRefusalMidwayFreesWhatIsPending() throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.CHALLENGE, Fault.problem(403, "rejectedIdentifier", "on a list"));

    Refused refused = (Refused) rig.run(Requests.dns("a.example.org", "b.example.org"));

    assertThat(refused.problem().detail()).isEqualTo("on a list");
    assertThat(rig.server.authorizationStatuses()).containsOnly("deactivated");
  }

  @Test
  void row21_aFailedProofNamesItsNameAndFreesTheSiblings() throws Exception {
    // The others are still being validated when the last one fails.
    rig.server.behaviour().readsUntilValidated(1_000);
    rig.standing.failFor("b.example.org", () -> rig.server.behaviour().readsUntilValidated(0));

    Refused refused =
        (Refused) rig.run(Requests.dns("a.example.org", "c.example.org", "b.example.org"));

    assertThat(refused.problem().blame()).isEqualTo(Problem.Blame.REQUEST);
    assertThat(refused.problem().detail()).startsWith("b.example.org: connection refused");
    assertThat(rig.server.authorizationStatuses())
        .containsExactly("deactivated", "deactivated", "invalid");
    assertThat(rig.server.faults().calls(ResourceKind.CHALLENGE)).isEqualTo(3);
  }

  @Test
  void aFailedOrderOfAHundredNamesIsGivenUpInShortSteps() throws Exception {
    rig.server.behaviour().readsUntilValidated(1_000);
    rig.standing.failFor(
        "host-99.example.org", () -> rig.server.behaviour().readsUntilValidated(0));
    CertificateRequest request = hundredNames();

    Progress end = rig.submit(request);
    while (end instanceof Waiting waiting) {
      long before = rig.server.faults().calls();
      end = rig.advance(request, waiting.state());
      assertThat(rig.server.faults().calls() - before).isLessThan(25);
    }

    assertThat(((Refused) end).problem().detail()).startsWith("host-99.example.org: ");
    assertThat(rig.server.authorizationStatuses())
        .filteredOn(status -> !status.equals("deactivated"))
        .containsExactly("invalid");
  }

  @Test
  void row40_controlCharactersOfTheCaStayOutOfProblems() throws Exception {
    rig.standing.failFor("b.example.org");

    Refused refused = (Refused) rig.run(Requests.dns("b.example.org"));

    assertThat(refused.problem().detail()).doesNotContain("\u001b").contains("[31mby");
  }

  @Test
  void anOrderThatFailsAtTheCaIsRefusedWithItsReason() throws Exception {
    rig.server.behaviour().readsUntilIssued(CaBehaviour.FOREVER);
    CertificateRequest request = Requests.dns("www.example.org");
    Waiting processing = rig.runTo(Phase.PROCESSING, request);
    rig.server.failOrders("the signer is broken");

    Refused refused = (Refused) rig.advance(request, processing.state());

    assertThat(refused.problem().blame()).isEqualTo(Problem.Blame.ISSUER);
    assertThat(refused.problem().detail()).isEqualTo("the signer is broken");
  }

  @Test
  void abandoningFreesPendingAuthorizationsAndSurvivesALostOrder() throws Exception {
    CertificateRequest request = Requests.dns("a.example.org", "b.example.org");
    Waiting presented = rig.runTo(Phase.PRESENTED, request);
    try (Connector connector = rig.open()) {
      connector.abandon(request, presented.state());
      assertThat(rig.server.authorizationStatuses()).containsExactly("deactivated", "deactivated");
      rig.server.forgetEverything();
      connector.abandon(request, presented.state());
    }
  }

  @Test
  void aRequestedValidityIsObjectedToOffline() throws Exception {
    RequestedCertificate plain = Requests.dns("www.example.org").requested();
    RequestedCertificate timed =
        new RequestedCertificate(
            plain.identifiers(),
            plain.keyType(),
            Optional.of(Duration.ofDays(47)),
            plain.profile());
    try (Connector connector = rig.open()) {
      assertThat(connector.review(plain)).isEmpty();
      assertThat(connector.review(timed))
          .containsExactly(
              "This CA decides itself how long its certificates live; leave the validity blank.");
    }
    assertThat(rig.server.faults().calls()).isZero();
  }

  @ParameterizedTest
  @EnumSource(CertificateFlaw.class)
  void handsOverWhatTheCaIssuedForTheCoreToJudge(CertificateFlaw flaw) throws Exception {
    rig.server.behaviour().flaw(flaw);

    Progress end = rig.run(Requests.dns("a.example.org", "b.example.org"));

    assertThat(chain(end)).first().isEqualTo(rig.server.issued().getFirst());
    assertThat(chain(end)).hasSize(flaw == CertificateFlaw.ROOT_INCLUDED ? 3 : 2);
  }

  private static CertificateRequest hundredNames() {
    return Requests.dns(
        IntStream.range(0, 100)
            .mapToObj(index -> "host-%02d.example.org".formatted(index))
            .toArray(String[]::new));
  }

  private static List<X509Certificate> chain(Progress end) {
    assertThat(end).isInstanceOf(Issued.class);
    return ((Issued) end).chain();
  }
}
