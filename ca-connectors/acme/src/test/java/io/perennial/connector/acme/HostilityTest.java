package io.perennial.connector.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Connector;
import io.perennial.connector.Progress;
import io.perennial.connector.Progress.Issued;
import io.perennial.connector.Progress.Refused;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.testkit.InMemoryContext;
import io.perennial.connector.testkit.acme.Answer;
import io.perennial.connector.testkit.acme.Fault;
import io.perennial.connector.testkit.acme.ResourceKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A CA that is overloaded, broken or wicked. */
class HostilityTest {

  private final CertificateRequest request = Requests.dns("www.example.org");
  @AutoClose private final Rig rig = new Rig();

  @Test
  void row11_retryAfterIsHonouredAsSecondsAndAsDate() throws Exception {
    rig.server.behaviour().readsUntilValidated(10);
    Waiting triggered = rig.runTo(Phase.TRIGGERED, request);
    rig.server.faults().next(ResourceKind.AUTHORIZATION, Fault.header("Retry-After", "7"));
    Waiting polled = (Waiting) rig.advance(request, triggered.state());
    assertThat(polled.checkAfter()).isEqualTo(Duration.ofSeconds(7));

    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            rig.clock.instant().plusSeconds(90).atOffset(ZoneOffset.UTC));
    rig.server.faults().next(ResourceKind.ORDER, Fault.header("Retry-After", date));
    polled = (Waiting) rig.advance(request, polled.state());
    // Dates have no fractions of a second.
    assertThat(polled.checkAfter()).isBetween(Duration.ofSeconds(89), Duration.ofSeconds(90));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<https://169.254.169.254/latest>;rel=\"alternate\"",
        "<http://localhost/>;rel=\"alternate\", <:no address:>;rel=\"alternate\"",
        "</certificate/nowhere>;rel=\"alternate\""
      })
  void row39_anAlternateChainFromNowhereIsNotMissed(String links) throws Exception {
    rig.server.faults().always(ResourceKind.CERTIFICATE, Fault.header("Link", links));
    try (InMemoryContext context = rig.contextWith(Map.of("preferred-chain", "Another Root"));
        Connector connector = new AcmeConnectorFactory().open(context)) {
      Progress progress = rig.carryOut(connector.submit(request));
      while (progress instanceof Waiting waiting) {
        progress = rig.carryOut(connector.advance(request, waiting.state()));
      }
      assertThat(progress).isInstanceOf(Issued.class);
    }
  }

  @Test
  void row13_aRateLimitHoldsUntilTheCaSays() throws Exception {
    rig.server
        .faults()
        .next(
            ResourceKind.NEW_ORDER,
            Fault.problem(429, "rateLimited", "too many orders")
                .and(Fault.header("Retry-After", "3600")));

    assertUnavailable(Optional.of(Duration.ofHours(1)), "too many orders");
  }

  @Test
  void row14_aRateLimitWithoutHeaderLeavesTheHoldToTheCore() throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.NEW_ORDER, Fault.problem(429, "rateLimited", "too many orders"));

    assertUnavailable(Optional.empty(), "too many orders");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "99999999999999999999x", ""})
  void row12_aRateLimitWithAJunkHeaderKeepsItsWords(String header) throws Exception {
    rig.server
        .faults()
        .next(
            ResourceKind.NEW_ORDER,
            Fault.problem(429, "rateLimited", "too many orders")
                .and(Fault.header("Retry-After", header)));

    assertUnavailable(Optional.empty(), "too many orders");
  }

  @Test
  void row14_anHtmlPageWithStatus503IsUnavailable() throws Exception {
    rig.server.faults().next(ResourceKind.NEW_ORDER, Fault.html(503));

    assertUnavailable(Optional.empty(), "HTTP 503");
  }

  @Test
  void row38_aGzipBombIsNotUnpacked() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(new byte[50_000_000]);
    }
    rig.server
        .faults()
        .next(
            ResourceKind.NEW_ORDER,
            Fault.body("application/json", packed.toByteArray())
                .and(Fault.header("Content-Encoding", "gzip")));

    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOf(CaProtocolError.class)
        .hasMessageContaining("compressed");
  }

  @Test
  void row38_nestingWithoutEndIsNonsense() throws Exception {
    rig.server
        .faults()
        .next(
            ResourceKind.NEW_ORDER,
            Fault.body(
                "application/json",
                ("{\"a\":" + "[".repeat(500_000)).getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> rig.submit(request)).isInstanceOf(CaProtocolError.class);
  }

  @Test
  void row39_anOrderOnAnotherHostIsRefused() throws Exception {
    rig.server.behaviour().foreignOrderHost("127.0.0.1:" + rig.server.port());

    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOf(CaProtocolError.class)
        .hasMessageContaining("https://127.0.0.1:");
    assertThat(rig.server.faults().calls(ResourceKind.ORDER)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost:1",
        "https://localhost",
        "http://localhost:PORT",
        "https://u@localhost:PORT",
        "https://169.254.169.254:PORT",
        "https://[::1]:PORT"
      })
  void row39_noAddressInAnAnswerLeadsAway(String elsewhere) throws Exception {
    String own = "https://localhost:" + rig.server.port();
    String other = elsewhere.replace("PORT", String.valueOf(rig.server.port()));
    for (ResourceKind named :
        new ResourceKind[] {
          ResourceKind.AUTHORIZATION,
          ResourceKind.CHALLENGE,
          ResourceKind.FINALIZE,
          ResourceKind.CERTIFICATE
        }) {
      rig.server.faults().clear();
      Fault bent = Fault.replacing(own + named.path(), other + named.path());
      rig.server.faults().always(ResourceKind.NEW_ORDER, bent);
      rig.server.faults().always(ResourceKind.ORDER, bent);
      rig.server.faults().always(ResourceKind.AUTHORIZATION, bent);

      assertThatThrownBy(() -> rig.run(request))
          .as("%s at %s", named, other)
          .isInstanceOf(CaProtocolError.class)
          .hasMessageContaining("not on a host that its directory lists");
    }
  }

  @Test
  void row39_aHostThatTheDirectoryListsMayBeUsed() throws Exception {
    String own = "https://localhost:" + rig.server.port();
    String listed = "https://127.0.0.1:" + rig.server.port();
    rig.server.behaviour().foreignOrderHost("127.0.0.1:" + rig.server.port());
    rig.server
        .faults()
        .always(ResourceKind.DIRECTORY, Fault.replacing(own + "/new-nonce", listed + "/new-nonce"));

    assertThat(rig.run(request)).isInstanceOf(Issued.class);
  }

  @Test
  void row39_redirectsAreNotFollowed() throws Exception {
    rig.server
        .faults()
        .next(
            ResourceKind.NEW_ORDER,
            Fault.instead(
                Answer.empty(307).withHeader("Location", "https://169.254.169.254/latest")));

    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOf(CaProtocolError.class)
        .hasMessageContaining("redirects");
  }

  @ParameterizedTest
  @EnumSource(
      value = ResourceKind.class,
      names = {"NEW_ORDER", "AUTHORIZATION", "FINALIZE"})
  void row40_escapeCodesOfAProblemAreInert(ResourceKind kind) throws Exception {
    String text = "\u001b]0;owned\u0007 \u202eevil\r\n2031 INFO forged \u009b31m <b>x</b>";
    rig.server.faults().next(kind, Fault.problem(400, "rejectedIdentifier", text));

    Refused refused = (Refused) rig.run(request);

    assertThat(refused.problem().detail())
        .contains("owned", "forged", "<b>x</b>")
        .doesNotContainPattern("[\\p{Cntrl}\u009b\u202e]");
  }

  @Test
  void row41_movedResourcesAreFoundAgainThroughTheDirectory() throws Exception {
    try (Connector connector = rig.open()) {
      connector.submit(request);
      rig.server.behaviour().prefix("/v2");

      assertThatThrownBy(() -> connector.submit(request))
          .isInstanceOf(CaUnavailable.class)
          .hasMessageContaining("read again");
      assertThat(connector.submit(request)).isInstanceOf(Waiting.class);
    }
  }

  @Test
  void anAuthorizationForAnotherNameIsNonsense() throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.AUTHORIZATION, Fault.replacing("www.example.org", "victim.example"));

    assertThatThrownBy(() -> rig.run(request)).isInstanceOf(CaProtocolError.class);
    assertThat(rig.standing.count()).isZero();
  }

  @Test
  void aTokenThatWouldLeaveItsPathIsNonsense() throws Exception {
    rig.server
        .faults()
        .next(ResourceKind.AUTHORIZATION, Fault.replacing("token-", "../../../../admin/"));

    assertThatThrownBy(() -> rig.run(request)).isInstanceOf(CaProtocolError.class);
  }

  @Test
  void aNameWithoutHttpValidationIsRefusedInWords() throws Exception {
    rig.server.faults().next(ResourceKind.AUTHORIZATION, Fault.replacing("http-01", "dns-01"));

    Refused refused = (Refused) rig.run(request);

    assertThat(refused.problem().detail()).contains("www.example.org").contains("http-01");
    assertThat(rig.server.authorizationStatuses()).containsExactly("deactivated");
  }

  private void assertUnavailable(Optional<Duration> wait, String words) throws IOException {
    assertThatThrownBy(() -> rig.submit(request))
        .isInstanceOfSatisfying(
            CaUnavailable.class,
            unavailable -> assertThat(unavailable.retryAfter()).isEqualTo(wait))
        .hasMessageContaining(words);
  }
}
