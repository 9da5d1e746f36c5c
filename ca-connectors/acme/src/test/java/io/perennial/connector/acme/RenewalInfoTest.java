package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.Progress;
import io.perennial.connector.Progress.Issued;
import io.perennial.connector.Progress.Refused;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.RenewalAdvice;
import io.perennial.connector.RenewalAdviser;
import io.perennial.connector.testkit.acme.Answer;
import io.perennial.connector.testkit.acme.CertificateFlaw;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.IssuingCa;
import io.perennial.connector.testkit.acme.RenewalWindow;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the CA wants a certificate renewed, and what it is told of what is replaced (RFC 9773). */
class RenewalInfoTest {

  private static final Instant START = Instant.parse("2031-07-01T00:00:00Z");
  private static final Instant END = Instant.parse("2031-07-02T00:00:00Z");
  private static final URI PAGE = URI.create("https://ca.example/why");

  private final CertificateRequest request = Requests.dns("www.example.org");

  @AutoClose private final Rig rig = new Rig();

  private void offer(Optional<URI> explanation) {
    rig.server
        .behaviour()
        .renewalWindow(new RenewalWindow(START, END, explanation, Duration.ofHours(6)));
  }

  private Issued issue() throws ConnectorException {
    return (Issued) rig.run(request);
  }

  private Optional<RenewalAdvice> advise(X509Certificate leaf) throws ConnectorException {
    try (Connector connector = rig.open()) {
      return ((RenewalAdviser) connector).advise(leaf);
    }
  }

  private CertificateRequest replacing(X509Certificate leaf) {
    return request.replacing(leaf);
  }

  @Test
  void theWindowIsTheCas() throws Exception {
    offer(Optional.of(PAGE));

    assertThat(advise(issue().chain().getFirst()))
        .contains(
            new RenewalAdvice(START, END, Optional.of(PAGE), Optional.of(Duration.ofHours(6))));
  }

  @Test
  void askingNeedsNoAccount() throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    rig.server.deactivateAccounts();

    assertThat(advise(leaf)).isPresent();
  }

  @Test
  void aCaWithoutRenewalInformationIsNotAsked() throws Exception {
    assertThat(advise(issue().chain().getFirst())).isEmpty();
    assertThat(rig.server.faults().calls(ResourceKind.RENEWAL_INFO)).isZero();
  }

  @Test
  void aCertificateThatTheCaDoesNotKnowIsNonsense() throws Exception {
    offer(Optional.empty());
    X509Certificate foreign =
        new IssuingCa(rig.clock)
            .issue(request.publicKey(), request.identifiers(), CertificateFlaw.NONE)
            .getFirst();

    assertThatThrownBy(() -> advise(foreign))
        .isInstanceOf(CaProtocolError.class)
        .hasMessageContaining("no renewal information");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"suggestedWindow\":7}",
        "{\"suggestedWindow\":{\"start\":\"2031-07-01T00:00:00Z\"}}",
        "{\"suggestedWindow\":{\"start\":\"soon\",\"end\":\"later\"}}"
      })
  void row43_aMalformedWindowIsNonsense(String body) throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    rig.server
        .faults()
        .next(
            ResourceKind.RENEWAL_INFO,
            Fault.instead(Answer.empty(200).withBody("application/json", body)));

    assertThatThrownBy(() -> advise(leaf)).isInstanceOf(CaProtocolError.class);
  }

  @Test
  void row43_aCaThatIsAwaySaysWhenToAskAgain() throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    rig.server
        .faults()
        .next(ResourceKind.RENEWAL_INFO, Fault.html(503).and(Fault.header("Retry-After", "120")));

    assertThatThrownBy(() -> advise(leaf))
        .isInstanceOfSatisfying(
            CaUnavailable.class,
            away -> assertThat(away.retryAfter()).contains(Duration.ofMinutes(2)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "http://ca.example/why",
        "https://ca.example/\u001b[31m",
        "https://ca.example/<script>",
        "https://user@ca.example/"
      })
  void row40_anExplanationThatIsNoPlainHttpsAddressIsLeftOut(String address) throws Exception {
    offer(Optional.of(PAGE));
    X509Certificate leaf = issue().chain().getFirst();
    String body =
        "{\"suggestedWindow\":{\"start\":\"%s\",\"end\":\"%s\"},\"explanationURL\":\"%s\"}"
            .formatted(START, END, address.replace("\u001b", "\\u001b"));
    rig.server
        .faults()
        .next(
            ResourceKind.RENEWAL_INFO,
            Fault.instead(Answer.empty(200).withBody("application/json", body)));

    assertThat(advise(leaf).orElseThrow().explanation()).isEmpty();
  }

  @Test
  void theOriginIsTheDirectory() throws Exception {
    try (Connector connector = rig.open()) {
      assertThat(((RenewalAdviser) connector).origin())
          .isEqualTo(rig.server.directory().toString());
    }
    assertThat(rig.server.faults().calls()).as("naming it is offline").isZero();
  }

  @Test
  void theOrderSaysWhatItReplaces() throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();

    assertThat(rig.run(replacing(leaf))).isInstanceOf(Issued.class);

    assertThat(rig.server.replacementsClaimed()).hasSize(1);
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER)).isEqualTo(2);
  }

  @Test
  void aCaWithoutRenewalInformationIsToldOfNoReplacement() throws Exception {
    X509Certificate leaf = issue().chain().getFirst();

    assertThat(rig.run(replacing(leaf))).isInstanceOf(Issued.class);
    assertThat(rig.server.replacementsClaimed()).isEmpty();
  }

  @Test
  void row46_whatIsReplacedAlreadyIsOrderedOnceMoreWithoutSayingSo() throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    rig.run(replacing(leaf));
    long before = rig.server.faults().calls(ResourceKind.NEW_ORDER);

    assertThat(rig.run(replacing(leaf))).isInstanceOf(Issued.class);

    assertThat(rig.server.replacementsClaimed()).hasSize(2);
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER) - before).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "409,conflict",
    "409,serverTired",
    "400,malformed",
    "403,unauthorized",
    "404,malformed"
  })
  void row46_aReplacementThatTheCaDeclinesIsNotTheEnd(int status, String type) throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    rig.server.faults().next(ResourceKind.NEW_ORDER, Fault.problem(status, type, "not that one"));

    assertThat(rig.run(replacing(leaf))).isInstanceOf(Issued.class);
  }

  @Test
  void row46_itIsAskedOnceMoreOnly() throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    long before = rig.server.faults().calls(ResourceKind.NEW_ORDER);
    rig.server
        .faults()
        .always(ResourceKind.NEW_ORDER, Fault.problem(400, "malformed", "nothing suits me"));

    Refused refused = (Refused) rig.run(replacing(leaf));

    assertThat(refused.problem().detail()).contains("nothing suits me");
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER) - before).isEqualTo(2);
  }

  @Test
  void whatClearlyIsNotOverTheReplacementIsNotAskedAgain() throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    long before = rig.server.faults().calls(ResourceKind.NEW_ORDER);
    rig.server
        .faults()
        .always(ResourceKind.NEW_ORDER, Fault.problem(400, "rejectedIdentifier", "not this name"));

    assertThat(rig.run(replacing(leaf))).isInstanceOf(Refused.class);
    assertThat(rig.server.faults().calls(ResourceKind.NEW_ORDER) - before).isEqualTo(1);
  }

  @Test
  void row46_aCaThatFailsOverTheReplacementIsAskedWithoutItAfterwards() throws Exception {
    offer(Optional.empty());
    X509Certificate leaf = issue().chain().getFirst();
    rig.server.faults().next(ResourceKind.NEW_ORDER, Fault.problem(500, "serverInternal", "oops"));
    CertificateRequest wanted = replacing(leaf);
    assertThatThrownBy(() -> rig.submit(wanted)).isInstanceOf(CaUnavailable.class);

    Progress again;
    try (Connector connector = rig.open()) {
      again = rig.carryOut(connector.recover(wanted));
    }

    assertThat(again).isInstanceOf(Waiting.class);
    assertThat(rig.continueFrom(wanted, again)).isInstanceOf(Issued.class);
    assertThat(rig.server.replacementsClaimed()).isEmpty();
  }
}
