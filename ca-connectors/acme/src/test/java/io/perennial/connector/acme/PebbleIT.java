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
import io.perennial.connector.Instruction;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderState;
import io.perennial.connector.Problem;
import io.perennial.connector.Progress;
import io.perennial.connector.Progress.Issued;
import io.perennial.connector.Progress.Refused;
import io.perennial.connector.Progress.Waiting;
import io.perennial.connector.RenewalAdvice;
import io.perennial.connector.RenewalAdviser;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.connector.testkit.InMemoryContext;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the reference test CA: what the fault CA was written to resemble. */
@Timeout(60)
class PebbleIT {

  private static final int MAX_TRIES = 300;

  @TempDir private Path folder;
  private TokenServer tokens;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    tokens = new TokenServer();
    open.add(tokens);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void issuesOverHttpFromEndToEnd(boolean strict) throws Exception {
    Pebble pebble = pebble(strict, Map.of());
    InMemoryContext context = context(pebble, "default");
    CertificateRequest request =
        Requests.of(
            KeyType.P_256,
            List.of(new Identifier.Dns("localhost"), new Identifier.Ip("127.0.0.1")));

    Issued issued = (Issued) run(context, request);

    X509Certificate leaf = issued.chain().getFirst();
    assertThat(leaf.getPublicKey()).isEqualTo(request.publicKey());
    assertThat(leaf.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder("localhost", "127.0.0.1");
    leaf.verify(issued.chain().get(1).getPublicKey());
    issued.chain().getLast().verify(issuingRoot(pebble, context, 0).getPublicKey());
  }

  @Test
  void row8_ninetyPercentOfNoncesMayBeRejected() throws Exception {
    Pebble pebble = pebble(false, Map.of("PEBBLE_WFE_NONCEREJECT", "90"));

    assertThat(run(context(pebble, "default"), request())).isInstanceOf(Issued.class);
  }

  @Test
  void row10_reusedAuthorizationsNeedNoProof() throws Exception {
    Pebble pebble = pebble(false, Map.of("PEBBLE_AUTHZREUSE", "100"));
    InMemoryContext context = context(pebble, "default");
    assertThat(run(context, request())).isInstanceOf(Issued.class);
    tokens.close();

    assertThat(run(context, request())).isInstanceOf(Issued.class);
  }

  @Test
  void row21_aFailedProofIsTheRequestsFault() throws Exception {
    Pebble pebble = pebble(false, Map.of());
    InMemoryContext context = context(pebble, "default");
    tokens.close();

    Refused refused = (Refused) run(context, request());

    assertThat(refused.problem().blame()).isEqualTo(Problem.Blame.REQUEST);
    assertThat(refused.problem().detail()).startsWith("localhost: ");
  }

  @Test
  void row29_aCaThatForgetsUsBetweenOrdersIsMetAgain() throws Exception {
    Pebble pebble = pebble(false, Map.of());
    InMemoryContext context = context(pebble, "default");
    assertThat(run(context, request())).isInstanceOf(Issued.class);
    pebble.restart();

    assertThat(run(context, request())).isInstanceOf(Issued.class);
  }

  @Test
  void row29_aCaThatForgetsUsMidwayCostsOneOrder() throws Exception {
    Pebble pebble = pebble(false, Map.of());
    InMemoryContext context = context(pebble, "default");
    CertificateRequest request = request();
    Waiting ordered = (Waiting) step(context, connector -> connector.submit(request));
    pebble.restart();

    Refused refused = (Refused) advance(context, request, ordered.state());

    assertThat(refused.problem().retryAfter()).isPresent();
    assertThat(run(context, request)).isInstanceOf(Issued.class);
  }

  @Test
  void theCaSaysThatWhatWasRevokedIsRevoked() throws Exception {
    Pebble pebble = pebble(true, Map.of());
    InMemoryContext context = context(pebble, "default");
    X509Certificate bad = ((Issued) run(context, request())).chain().getFirst();
    X509Certificate good = ((Issued) run(context, request())).chain().getFirst();
    assertThat(status(pebble, context, bad)).contains("\"Status\": \"Valid\"");

    for (RevocationReason reason :
        List.of(RevocationReason.KEY_COMPROMISE, RevocationReason.SUPERSEDED)) {
      try (Connector connector = new AcmeConnectorFactory().open(context)) {
        assertThat(((Revoker) connector).revoke(bad, reason))
            .isEqualTo(new RevocationOutcome.Revoked());
      }
    }

    assertThat(status(pebble, context, bad))
        .contains("\"Status\": \"Revoked\"")
        .contains("\"Reason\": 1");
    assertThat(status(pebble, context, good)).contains("\"Status\": \"Valid\"");
  }

  private static String status(Pebble pebble, InMemoryContext context, X509Certificate certificate)
      throws Exception {
    return context
        .http(List.of(pebble.tlsRoot()))
        .send(HttpRequest.newBuilder(pebble.status(certificate)).build(), BodyHandlers.ofString())
        .body();
  }

  @Test
  void theProfileDecidesTheLife() throws Exception {
    Pebble pebble = pebble(false, Map.of());

    Issued issued = (Issued) run(context(pebble, "shortlived"), request());

    X509Certificate leaf = issued.chain().getFirst();
    assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
        .isLessThan(Duration.ofDays(7));
  }

  @Test
  void row7_anAccountIsBoundToTheOneMadeElsewhere() throws Exception {
    Pebble pebble = pebble(new Pebble.Manner(false, true), Map.of());

    assertMisconfigured(pebble, Map.of(), "eab-key-id", "at its site");
    assertMisconfigured(
        pebble,
        Map.of("eab-key-id", "kid-2", "eab-hmac-key", Pebble.EAB_KEY),
        "eab-hmac-key",
        "not known to the ACME server");
    assertMisconfigured(
        pebble,
        Map.of("eab-key-id", "kid-1", "eab-hmac-key", "A".repeat(43)),
        "eab-hmac-key",
        "verification error");
    assertThat(
            run(
                context(pebble, Map.of("eab-key-id", "kid-1", "eab-hmac-key", Pebble.EAB_KEY)),
                request()))
        .isInstanceOf(Issued.class);
  }

  /** Pebble says no to what it does not like in a contact, so it has read it. */
  @Test
  void anEditedContactReachesTheCa() throws Exception {
    Pebble pebble = pebble(false, Map.of());
    InMemoryContext context = context(pebble, Map.of("contact", "pki@example.org"));
    assertThat(run(context, request())).isInstanceOf(Issued.class);
    InMemoryContext edited = context(pebble, Map.of("contact", "ops@example.org"));
    InMemoryContext mistaken = context(pebble, Map.of("contact", "ops@ex\u00e4mple.org"));

    try (Connector connector =
        new AcmeConnectorFactory().open(new Elsewhere(context, edited.settings()))) {
      assertThat(connector.submit(request())).isInstanceOf(Waiting.class);
    }
    try (Connector connector =
        new AcmeConnectorFactory().open(new Elsewhere(context, mistaken.settings()))) {
      assertThatThrownBy(() -> connector.submit(request()))
          .isInstanceOfSatisfying(
              CaMisconfigured.class, wrong -> assertThat(wrong.setting()).isEqualTo("contact"));
    }
  }

  private void assertMisconfigured(
      Pebble pebble, Map<String, String> settings, String setting, String words) throws Exception {
    InMemoryContext context = context(pebble, settings);
    assertThatThrownBy(() -> run(context, request()))
        .isInstanceOfSatisfying(
            CaMisconfigured.class, wrong -> assertThat(wrong.setting()).isEqualTo(setting))
        .hasMessageContaining(words);
  }

  @Test
  void row49_anUnknownProfileIsRefusedWithThoseThereAre() throws Exception {
    Pebble pebble = pebble(true, Map.of());

    assertMisconfigured(pebble, Map.of("profile", "tiny"), "profile", "one of default, shortlived");
  }

  @Test
  void row42_theWindowOfACertificateCanMove() throws Exception {
    Pebble pebble = pebble(true, Map.of());
    InMemoryContext context = context(pebble, "default");
    X509Certificate leaf = ((Issued) run(context, request())).chain().getFirst();
    Instant now = Clock.systemUTC().instant();

    RenewalAdvice usual = advise(context, leaf).orElseThrow();
    assertThat(usual.start()).isBetween(now.plus(Duration.ofDays(50)), usual.end());
    assertThat(usual.end()).isBefore(leaf.getNotAfter().toInstant());
    assertThat(usual.retryAfter()).contains(Duration.ofHours(6));

    setRenewalInfo(
        pebble,
        context,
        leaf,
        "{'suggestedWindow':{'start':'2020-01-01T00:00:00Z','end':'2020-01-02T00:00:00Z'},"
            + "'explanationURL':'https://ca.example/incident'}");
    assertThat(advise(context, leaf))
        .contains(
            new RenewalAdvice(
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2020-01-02T00:00:00Z"),
                Optional.of(URI.create("https://ca.example/incident")),
                Optional.of(Duration.ofHours(6))));

    setRenewalInfo(pebble, context, leaf, "{'suggestedWindow':");
    assertThatThrownBy(() -> advise(context, leaf)).isInstanceOf(CaProtocolError.class);
  }

  private static Optional<RenewalAdvice> advise(InMemoryContext context, X509Certificate leaf)
      throws ConnectorException {
    try (Connector connector = new AcmeConnectorFactory().open(context)) {
      return ((RenewalAdviser) connector).advise(leaf);
    }
  }

  private static void setRenewalInfo(
      Pebble pebble, InMemoryContext context, X509Certificate leaf, String answer)
      throws Exception {
    String body =
        "{\"Certificate\":\"%s\",\"ARIResponse\":\"%s\"}"
            .formatted(
                Rig.pem(leaf).replace("\r", "").replace("\n", "\\n"), answer.replace("'", "\\\""));
    HttpRequest request =
        HttpRequest.newBuilder(pebble.setRenewalInfo()).POST(BodyPublishers.ofString(body)).build();
    assertThat(
            context
                .http(List.of(pebble.tlsRoot()))
                .send(request, BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void row46_aCertificateIsReplacedOnceAndRenewedAllTheSame() throws Exception {
    Pebble pebble = pebble(true, Map.of());
    InMemoryContext context = context(pebble, "default");
    X509Certificate first = ((Issued) run(context, request())).chain().getFirst();

    assertThat(run(context, replacing(first))).isInstanceOf(Issued.class);
    assertThat(run(context, replacing(first))).isInstanceOf(Issued.class);
    InMemoryContext stranger = context(pebble, "default");
    assertThat(run(stranger, replacing(first))).isInstanceOf(Issued.class);
  }

  private static CertificateRequest replacing(X509Certificate leaf) {
    return request().replacing(leaf);
  }

  @Test
  void aKeyThatTheCaDoesNotTakeIsTheRequestsFault() throws Exception {
    Pebble pebble = pebble(false, Map.of());
    InMemoryContext context = context(pebble, "default");
    List<Identifier> names = List.of(new Identifier.Dns("localhost"));

    assertThat(run(context, Requests.of(KeyType.P_521, names))).isInstanceOf(Issued.class);
    Refused refused = (Refused) run(context, Requests.of(KeyType.ED25519, names));

    assertThat(refused.problem().blame()).isEqualTo(Problem.Blame.REQUEST);
    assertThat(refused.problem().type()).endsWith(":badCSR");
  }

  @Test
  void row33_theChainLeadsToTheRootThatIsPreferred() throws Exception {
    Pebble pebble = pebble(false, Map.of("PEBBLE_ALTERNATE_ROOTS", "2"));
    for (int number = 0; number < 3; number++) {
      X509Certificate root = issuingRoot(pebble, context(pebble, "default"), number);
      String name = root.getSubjectX500Principal().getName().replaceFirst("CN=", "");

      Issued issued = (Issued) run(context(pebble, Map.of("preferred-chain", name)), request());

      issued.chain().getFirst().verify(issued.chain().get(1).getPublicKey());
      issued.chain().getLast().verify(root.getPublicKey());
    }
    InMemoryContext unheardOf = context(pebble, Map.of("preferred-chain", "No Such Root"));
    Issued usual = (Issued) run(unheardOf, request());
    usual.chain().getLast().verify(issuingRoot(pebble, unheardOf, 0).getPublicKey());
  }

  @Test
  void eightOrdersAreInFlightAtOnce() throws Exception {
    Pebble pebble = pebble(false, Map.of());
    InMemoryContext context = context(pebble, "default");

    List<CompletableFuture<Progress>> orders =
        Stream.generate(() -> (Supplier<Progress>) () -> unchecked(context))
            .limit(8)
            .map(CompletableFuture::supplyAsync)
            .toList();

    assertThat(orders).allSatisfy(order -> assertThat(order.get()).isInstanceOf(Issued.class));
  }

  private Progress unchecked(InMemoryContext context) {
    try {
      return run(context, request());
    } catch (ConnectorException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static CertificateRequest request() {
    return Requests.dns("localhost");
  }

  private Pebble pebble(boolean strict, Map<String, String> environment) throws Exception {
    return pebble(new Pebble.Manner(strict, false), environment);
  }

  private Pebble pebble(Pebble.Manner manner, Map<String, String> environment) throws Exception {
    Pebble pebble = new Pebble(folder, tokens.port(), manner, environment);
    open.add(pebble);
    return pebble;
  }

  private InMemoryContext context(Pebble pebble, String profile) throws Exception {
    return context(pebble, Map.of("profile", profile));
  }

  private InMemoryContext context(Pebble pebble, Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.put("directory", pebble.directory().toString());
    all.put("roots", Rig.pem(pebble.tlsRoot()));
    all.put("terms", "data:text/plain,Do%20what%20thou%20wilt");
    all.putIfAbsent("profile", "default");
    InMemoryContext context =
        new InMemoryContext(new AcmeConnectorFactory(), all, Clock.systemUTC());
    open.add(context);
    return context;
  }

  private static X509Certificate issuingRoot(Pebble pebble, InMemoryContext context, int number)
      throws Exception {
    byte[] pem =
        context
            .http(List.of(pebble.tlsRoot()))
            .send(
                HttpRequest.newBuilder(pebble.issuingRoot(number)).build(),
                BodyHandlers.ofByteArray())
            .body();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
  }

  private interface Call {
    Progress of(Connector connector) throws ConnectorException;
  }

  /** One step on a connector of its own, tried again while the CA is unavailable. */
  private Progress step(InMemoryContext context, Call call) throws ConnectorException {
    Optional<CaUnavailable> last = Optional.empty();
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      try (Connector connector = new AcmeConnectorFactory().open(context)) {
        return call.of(connector);
      } catch (CaUnavailable unavailable) {
        last = Optional.of(unavailable);
        pause(Duration.ofMillis(20));
      }
    }
    throw last.orElseThrow();
  }

  private Progress advance(InMemoryContext context, CertificateRequest request, OrderState state)
      throws ConnectorException {
    return step(context, connector -> connector.advance(request, state));
  }

  private Progress run(InMemoryContext context, CertificateRequest request)
      throws ConnectorException {
    Progress now = step(context, connector -> connector.submit(request));
    while (now instanceof Waiting waiting) {
      tokens.serve(waiting.instructions());
      pause(waiting.checkAfter());
      now =
          advance(
              context, request, new OrderState(waiting.state().phase(), waiting.state().data()));
      List<Instruction> undone = new ArrayList<>(waiting.instructions());
      if (now instanceof Waiting next) {
        undone.removeAll(next.instructions());
      }
      tokens.stopServing(undone);
    }
    return now;
  }

  /** What the core's scheduler does between steps; here in real time, since the CA's is real. */
  private static void pause(Duration length) {
    CompletableFuture.runAsync(
            () -> {}, CompletableFuture.delayedExecutor(length.toMillis(), TimeUnit.MILLISECONDS))
        .join();
  }
}
