package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.Progress;
import io.perennial.connector.Progress.Issued;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.testkit.acme.Answer;
import io.perennial.connector.testkit.acme.CaBehaviour;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the library beneath does badly, and does not do through the connector. */
class DefectTest {

  private final CertificateRequest request = Requests.dns("www.example.org");
  @AutoClose private final Rig rig = new Rig();

  @Test
  @Timeout(20)
  void a1_aSlowRequestDoesNotHoldUpAnotherOrders() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    rig.server
        .faults()
        .next(
            ResourceKind.NEW_ORDER,
            Fault.altering(answer -> {
              arrived.countDown();
              await(released);
              return answer;
            }));
    try (Connector connector = rig.open()) {
      CompletableFuture<Progress> slow =
          CompletableFuture.supplyAsync(() -> unchecked(() -> connector.submit(request)));
      await(arrived);

      assertThat(connector.submit(Requests.dns("fast.example.org"))).isInstanceOf(Waiting.class);

      assertThat(slow).isNotDone();
      released.countDown();
      slow.join();
    }
  }

  @Test
  void a2_aRefusedNonceWithoutANewOneIsSurvived() throws Exception {
    rig.server.faults().next(ResourceKind.NEW_ORDER, Fault.badNonceWithoutNonce());
    rig.server.faults().next(ResourceKind.FINALIZE, Fault.badNonceWithoutNonce());

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.server.issued()).hasSize(1);
  }

  @Test
  void a3_refusedNoncesAreRetriedTenTimesAtMost() throws Exception {
    rig.server.faults().always(ResourceKind.NEW_ORDER, Fault.badNonce());

    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOfSatisfying(
            CaUnavailable.class,
            unavailable -> assertThat(unavailable.retryAfter()).contains(Duration.ofSeconds(1)));
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER)).isEqualTo(10);
  }

  @Test
  void a3_aSessionWhoseAnswerWasLostIsNotUsedAgain() throws Exception {
    try (Connector connector = rig.open()) {
      connector.submit(request);
      rig.server.faults().next(ResourceKind.NEW_ORDER, Fault.lost());
      assertThatThrownBy(() -> connector.submit(request)).isInstanceOf(CaUnavailable.class);
      long before = rig.server.faults().calls(ResourceKind.NEW_ORDER);

      connector.submit(request);

      // Its nonce may be used up: trying with it would cost a refusal.
      assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER)).isEqualTo(before + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wed, 21 Oct 2015 07:28:00 GMT | PT1S",
        "0 | PT1S",
        "-5 | PT0.025S",
        "soon | PT0.025S",
        "99999999999999999999 | PT24H",
        "Fri, 31 Dec 9999 23:59:59 GMT | PT24H",
      })
  void a4_anOddRetryAfterIsClampedOrIgnored(String header, Duration wait) throws Exception {
    rig.server.behaviour().readsUntilIssued(CaBehaviour.FOREVER);
    Waiting processing = rig.runTo(Phase.PROCESSING, request);
    rig.server.faults().next(ResourceKind.ORDER, Fault.header("Retry-After", header));

    Waiting polled = (Waiting) rig.advance(request, processing.state());

    assertThat(polled.checkAfter()).isEqualTo(wait);
  }

  @Test
  void a5_aWaitCountsFromNowWhateverTheServersDateSays() throws Exception {
    rig.server.behaviour().readsUntilIssued(CaBehaviour.FOREVER);
    Waiting processing = rig.runTo(Phase.PROCESSING, request);
    rig.server.faults().next(ResourceKind.ORDER, Fault.header("Retry-After", "60"));

    Waiting polled = (Waiting) rig.advance(request, processing.state());

    // The rig's clock is years ahead of the one that dates the server's answers.
    assertThat(polled.checkAfter()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  @Timeout(20)
  void a6_aDribbledBodyEndsByTheDeadlineAndHoldsUpNobody() throws Exception {
    rig.server.faults().next(ResourceKind.NEW_ORDER, Fault.dribbled(Duration.ofMillis(200)));
    try (Connector connector = rig.open()) {
      CompletableFuture<Progress> dribbled =
          CompletableFuture.supplyAsync(() -> unchecked(() -> connector.submit(request)));

      assertThat(dribbled)
          .failsWithin(10, TimeUnit.SECONDS)
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOf(CaUnavailable.class);
      assertThat(connector.submit(request)).isInstanceOf(Waiting.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ResourceKind.class,
      names = {"DIRECTORY", "NEW_ORDER", "ORDER", "AUTHORIZATION", "FINALIZE", "CERTIFICATE"})
  @Timeout(20)
  void a7_aGigabyteIsCutAtTheCap(ResourceKind kind) throws Exception {
    rig.server
        .faults()
        .next(
            kind,
            Fault.altering(answer ->
                    answer.withBody(
                        answer.headers().get("Content-Type").getFirst(), new byte[65_536]))
                .and(Fault.repeated(1L << 30)));

    assertThatThrownBy(() -> rig.run(request))
        .isInstanceOf(CaProtocolError.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void a7_aChainHasASmallerCap() throws Exception {
    rig.server
        .faults()
        .next(
            ResourceKind.CERTIFICATE,
            Fault.body("application/pem-certificate-chain", new byte[300_000]));

    assertThatThrownBy(() -> rig.run(request))
        .isInstanceOf(CaProtocolError.class)
        .hasMessageContaining("larger than 262144 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void a8_aNonProblemRefusalKeepsItsRetryAfter(int status) throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.NEW_ORDER, Fault.html(status).and(Fault.header("Retry-After", "120")));

    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOfSatisfying(
            CaUnavailable.class,
            unavailable -> assertThat(unavailable.retryAfter()).contains(Duration.ofSeconds(120)))
        .hasMessageContaining("HTTP " + status);
  }

  @Test
  void a9_finalizingLeavesNoConnectionOpen() throws Exception {
    byte[] large = new byte[40_000];
    Arrays.fill(large, (byte) ' ');
    rig.server
        .faults()
        .always(
            ResourceKind.FINALIZE,
            Fault.altering(answer -> answer.withBody("application/json", large)));
    for (int order = 0; order < 10; order++) {
      assertThat(rig.run(Requests.dns("host" + order + ".example.org"))).isInstanceOf(Issued.class);
    }

    assertThat(rig.server.connections()).isEqualTo(1);
  }

  @Test
  void a10_theDirectoryIsReadOnceAnHourThoughItForbidsCaching() throws Exception {
    try (Connector connector = rig.open()) {
      for (int order = 0; order < 5; order++) {
        connector.submit(request);
      }
      assertThat(rig.server.faults().calls(ResourceKind.DIRECTORY)).isEqualTo(1);
      rig.clock.advance(Duration.ofMinutes(61));
      connector.submit(request);
      assertThat(rig.server.faults().calls(ResourceKind.DIRECTORY)).isEqualTo(2);
    }
  }

  @Test
  void a11_linksAreFoundInMergedHeaders() throws Exception {
    rig.server
        .faults()
        .next(
            ResourceKind.NEW_ORDER,
            Fault.userActionRequired(
                URI.create("https://ca.example/act"),
                "<https://ca.example/dir>;rel=\"index\","
                    + " <https://ca.example/terms-2>; title=\"new, better\";"
                    + " rel=\"terms-of-service\""));

    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOf(CaMisconfigured.class)
        .hasMessageContaining("https://ca.example/terms-2");
  }

  @Test
  void a12_theSigningRequestArrivesAsItWasMade() throws Exception {
    for (KeyType type : List.of(KeyType.P_384, KeyType.RSA_2048)) {
      CertificateRequest odd = Requests.of(type, List.of(new Identifier.Dns("www.example.org")));
      // The server verifies the request's signature, which covers every byte that matters.
      Issued issued = (Issued) rig.run(odd);
      assertThat(issued.chain().getFirst().getPublicKey()).isEqualTo(odd.publicKey());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ResourceKind.class,
      names = {"ACCOUNT", "ORDERS"},
      mode = EnumSource.Mode.EXCLUDE)
  void a13_nonsenseEverywhereEndsInTheSpisOwnExceptions(ResourceKind kind) throws Exception {
    List<Answer> nonsense =
        List.of(
            Answer.empty(200),
            Answer.empty(200).withBody("application/json", "{"),
            Answer.empty(200).withBody("application/json", "[1,2]"),
            Answer.empty(200).withBody("application/json", "{\"status\":{},\"newOrder\":7}"),
            Answer.empty(200)
                .withBody("application/json", "{\"status\":\"valid\",\"authorizations\":\"x\"}"),
            Answer.empty(201).withBody("application/json", "{}").withHeader("Location", "::"),
            Answer.empty(200).withBody("text/html", "<html>"),
            Answer.empty(200).withBody("application/pem-certificate-chain", "-----BEGIN"),
            Answer.empty(302).withHeader("Location", "https://elsewhere.example/"),
            Answer.empty(418),
            Answer.empty(400).withBody("application/problem+json", "{}"),
            Answer.empty(400).withBody("application/problem+json", "{\"type\":\"::bad uri\"}"),
            Answer.empty(200).withHeader("Content-Encoding", "gzip"));
    for (Answer answer : nonsense) {
      rig.server.faults().clear();
      rig.server.faults().next(kind, Fault.insteadAfterwards(answer));
      try {
        Progress end = rig.run(Requests.dns("www.example.org"));
        assertThat(end).isNotInstanceOf(Waiting.class);
      } catch (ConnectorException expected) {
        assertThat(expected.getMessage()).isNotBlank().doesNotContain("null");
        assertThat(expected.getCause()).isNull();
      }
    }
  }

  @Test
  void a13_anUnreachableCaIsUnavailable() throws Exception {
    rig.server.close();

    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOf(CaUnavailable.class)
        .hasMessageContaining("could not be reached");
  }

  private interface Step {
    Progress take() throws ConnectorException;
  }

  private static Progress unchecked(Step step) {
    try {
      return step.take();
    } catch (ConnectorException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
