package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.Progress.Issued;
import io.perennial.connector.Progress.Refused;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.testkit.acme.Answer;
import io.perennial.connector.testkit.acme.CaBehaviour;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server may die at any line, and the CA's answers may be lost. */
class ResumeTest {

  private final CertificateRequest request = Requests.dns("a.example.org", "b.example.org");
  @AutoClose private final Rig rig = new Rig();

  @Test
  void everyStateMayComeTwice() throws Exception {
    rig.server.behaviour().readsUntilValidated(5).readsUntilReady(1).readsUntilIssued(2);
    Progress now = rig.submit(request);
    while (now instanceof Waiting waiting) {
      // The first answer was never stored, so its instructions were never carried out.
      try (Connector connector = rig.open()) {
        connector.advance(request, waiting.state());
      }
      now = rig.advance(request, waiting.state());
    }

    assertThat(now).isInstanceOf(Issued.class);
    assertThat(rig.server.issued()).hasSize(1);
    assertThat(rig.server.faults().calls(ResourceKind.CHALLENGE)).isEqualTo(2);
    assertThat(rig.server.faults().calls(ResourceKind.FINALIZE)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = ResourceKind.class,
      names = {"AUTHORIZATION", "CHALLENGE", "ORDER", "FINALIZE", "CERTIFICATE"})
  void row16_aLostAnswerCostsNothing(ResourceKind kind) throws Exception {
    rig.server.faults().next(kind, Fault.lost());

    Progress end = rig.persist(request, rig.submit(request));

    assertThat(end).isInstanceOf(Issued.class);
    assertThat(rig.server.issued()).hasSize(1);
    assertThat(rig.server.faults().calls(ResourceKind.FINALIZE)).isEqualTo(1);
  }

  @Test
  void row16_aLostFinalizationIsUnavailableFirstAndThenFoundDone() throws Exception {
    Waiting finalizing = rig.runTo(Phase.FINALIZING, request);
    rig.server.faults().next(ResourceKind.FINALIZE, Fault.lost());

    assertThatThrownBy(() -> rig.advance(request, finalizing.state()))
        .isInstanceOf(CaUnavailable.class);

    assertThat(rig.continueFrom(request, finalizing)).isInstanceOf(Issued.class);
    assertThat(rig.server.faults().calls(ResourceKind.FINALIZE)).isEqualTo(1);
  }

  @Test
  void row15_aLostOrderIsLeftBehindAndANewOneIssuesOnce() throws Exception {
    rig.server.faults().next(ResourceKind.NEW_ORDER, Fault.insteadAfterwards(Answer.empty(500)));
    assertThatThrownBy(() -> rig.submit(request)).isInstanceOf(CaUnavailable.class);

    Progress recovered;
    try (Connector connector = rig.open()) {
      recovered = rig.carryOut(connector.recover(request));
    }

    assertThat(rig.continueFrom(request, recovered)).isInstanceOf(Issued.class);
    assertThat(rig.server.orderStatuses()).containsExactly("pending", "valid");
    assertThat(rig.server.issued()).hasSize(1);
  }

  @Test
  void row17_aForbiddenFinalizationOfAValidOrderIsDownloaded() throws Exception {
    rig.server
        .faults()
        .next(
            ResourceKind.FINALIZE,
            Fault.insteadAfterwards(Answer.problem(403, "orderNotReady", "it is valid")));

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.server.faults().calls(ResourceKind.FINALIZE)).isEqualTo(1);
    assertThat(rig.server.issued()).hasSize(1);
  }

  @Test
  void row19_anOrderThatGetsReadyLateIsWaitedFor() throws Exception {
    rig.server.behaviour().readsUntilReady(5);

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.phases).contains("READY");
  }

  @Test
  void aFinalizationRefusedForNowIsTriedAgain() throws Exception {
    rig.server.faults().next(ResourceKind.FINALIZE, Fault.problem(403, "orderNotReady", "not yet"));

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
    assertThat(rig.server.faults().calls(ResourceKind.FINALIZE)).isEqualTo(2);
  }

  @Test
  void anOrderThatIsNeverFinalizedIsGivenUp() throws Exception {
    rig.server
        .faults()
        .always(ResourceKind.FINALIZE, Fault.problem(403, "orderNotReady", "not yet"));

    assertThat(rig.run(request)).isInstanceOf(Refused.class);
    assertThat(rig.server.faults().calls(ResourceKind.FINALIZE)).isEqualTo(5);
  }

  @Test
  void aRefusedSigningRequestIsTheRequestsFault() throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.FINALIZE, Fault.problem(400, "badCSR", "the key is weak"));

    Refused refused = (Refused) rig.run(request);

    assertThat(refused.problem().blame()).isEqualTo(Problem.Blame.REQUEST);
    assertThat(refused.problem().type()).isEqualTo("urn:ietf:params:acme:error:badCSR");
  }

  @Test
  void aProcessingOrderIsNeverGivenUpForItsAge() throws Exception {
    rig.server.behaviour().readsUntilIssued(CaBehaviour.FOREVER);
    Waiting processing = rig.runTo(Phase.PROCESSING, request);
    rig.clock.advance(Duration.ofDays(30));

    assertThat(rig.advance(request, processing.state())).isInstanceOf(Waiting.class);
  }
}
