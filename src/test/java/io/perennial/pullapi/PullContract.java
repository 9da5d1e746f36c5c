package io.perennial.pullapi;

import static io.perennial.testing.RawPull.text;
import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.perennial.access.Principals;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.Keys;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.renewal.Renewal;
import io.perennial.testing.ClientKey;
import io.perennial.testing.RawPull;
import io.perennial.testing.RunningServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the pull API does, on each port that offers it. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PullContract {

  private static final String TOO_LONG =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0"
          + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String PASSWORD = "only-for-this-test";

  @TempDir static Path folder;

  private static RunningServer server;
  private static RawPull client;
  private static Certificate certificate;
  private static String binding;
  private static String foreign;
  private static String credential;

  /** Which of the server's ports. */
  abstract int port(RunningServer running);

  @BeforeAll
  void start() throws Exception {
    server = RunningServer.in(folder).start().awaitReady();
    client = new RawPull(server, port(server));
    credential = enrol("web1");
    enrol("web2");
    certificate = protect("one.example.com", "web1");
    binding = bindingOf(certificate);
    foreign = bindingOf(protect("two.example.com", "web2"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String invite(String name) {
    return server.bean(Consumers.class).invite(SYSTEM, new ObjectName(name)).token().token();
  }

  private static String enrol(String name) throws Exception {
    HttpResponse<byte[]> answer =
        client.post(
            "/pull/v1/enrol", "", Map.of("token", invite(name), "hostname", name + ".example.com"));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    return fields(answer).getProperty("credential");
  }

  private static Properties fields(HttpResponse<byte[]> answer) throws IOException {
    Properties fields = new Properties();
    fields.load(new java.io.StringReader(text(answer)));
    return fields;
  }

  private static Certificate protect(String domain, String consumer) {
    int port = RunningServer.freePort();
    Certificate created =
        server
            .bean(Protection.class)
            .protect(
                SYSTEM,
                new Wish(
                    domain,
                    "",
                    "private-ca",
                    "",
                    "",
                    "",
                    "",
                    List.of(new Wish.ServerWish(consumer, "127.0.0.1", Integer.toString(port)))));
    Certificates certificates = server.bean(Certificates.class);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> certificates.get(SYSTEM, created.id()).currentVersion().isPresent());
    return certificates.get(SYSTEM, created.id());
  }

  private static String bindingOf(Certificate bound) {
    return server.bean(Bindings.class).truths(SYSTEM, bound.id()).getFirst().binding().id().value();
  }

  private static String path(String id, String file) {
    return "/pull/v1/bindings/" + id + "/" + file;
  }

  private static void assertProblem(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(text(answer)).contains("\"status\":" + status, "\"detail\":\"");
  }

  @Test
  void whoHasNothingYetGetsTheAgentAsItIs() throws Exception {
    Path agent = Path.of("..", "deploy", "agent");
    assertThat(client.get("/pull/v1/agent", "").body())
        .isEqualTo(Files.readAllBytes(agent.resolve("perennial-agent")));
    assertThat(client.get("/pull/v1/agent.service", "").body())
        .isEqualTo(Files.readAllBytes(agent.resolve("systemd").resolve("perennial-agent.service")));
    assertProblem(client.post("/pull/v1/agent", "", Map.of()), 401);
  }

  @Test
  void aTokenEnrolsOnceAndOnlyInTime() throws Exception {
    String token = invite("enrolling");
    Map<String, String> form = Map.of("token", token, "hostname", "enrolling.example.com");
    assertProblem(client.post("/pull/v1/enrol", "", Map.of("token", token)), 400);
    assertProblem(
        client.post("/pull/v1/enrol", "", Map.of("token", "pnl_wrong", "hostname", "x")), 401);
    assertThat(client.post("/pull/v1/enrol", "", form).statusCode()).isEqualTo(200);
    assertProblem(client.post("/pull/v1/enrol", "", form), 401);

    String expired = invite("late");
    server
        .bean(JdbcClient.class)
        .sql("update credential set expires_at = created_at where id = :id")
        .param("id", expired.substring(4, 36))
        .update();
    assertProblem(
        client.post("/pull/v1/enrol", "", Map.of("token", expired, "hostname", "late")), 401);
  }

  @Test
  void listsItsOwnBindingsOnly() throws Exception {
    HttpResponse<byte[]> answer = client.get("/pull/v1/bindings", credential);
    assertThat(answer.statusCode()).isEqualTo(200);
    String[] line = text(answer).strip().split("\t", -1);
    assertThat(line).hasSize(6);
    assertThat(line[0]).isEqualTo(binding);
    assertThat(line[1]).isEqualTo("one-example-com");
    assertThat(line[2]).isEqualTo(certificate.currentVersion().orElseThrow().value());
    assertThat(line[5]).isEqualTo("one.example.com");
    assertThat(text(answer)).doesNotContain(foreign);
  }

  @Test
  void theBundleHoldsTheKeyAndItsChain() throws Exception {
    HttpResponse<byte[]> answer = client.get(path(binding, "bundle.pem"), credential);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
        .contains("no-cache", "private");
    assertThat(text(answer))
        .startsWith("-----BEGIN PRIVATE KEY-----")
        .contains("-----BEGIN CERTIFICATE-----");
    Path file = Files.write(folder.resolve("bundle.pem"), answer.body());
    String ofKey = openssl("pkey", "-in", file.toString(), "-pubout");
    String ofCertificate = openssl("x509", "-in", file.toString(), "-pubkey", "-noout");
    assertThat(ofKey).isEqualTo(ofCertificate).contains("BEGIN PUBLIC KEY");
    assertThat(openssl("x509", "-in", file.toString(), "-noout", "-fingerprint", "-sha256"))
        .containsIgnoringCase(
            HexFormat.ofDelimiter(":")
                .formatHex(
                    HexFormat.of()
                        .parseHex(
                            answer.headers().firstValue("Perennial-Fingerprint").orElseThrow())));
  }

  @Test
  void anUnchangedVersionIsNotSentAgainNorItsKeyRead() throws Exception {
    String tag =
        client
            .get(path(binding, "bundle.pem"), credential)
            .headers()
            .firstValue("ETag")
            .orElseThrow();
    long read = audited("key.read", "done");
    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag)) {
      HttpResponse<byte[]> answer =
          client.get(path(binding, "bundle.pem"), credential, "If-None-Match", known);
      assertThat(answer.statusCode()).as(known).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("ETag")).contains(tag);
    }
    assertThat(audited("key.read", "done")).isEqualTo(read);
    assertThat(
            client
                .get(path(binding, "bundle.pem"), credential, "If-None-Match", "\"older\"")
                .statusCode())
        .isEqualTo(200);
    assertThat(audited("key.read", "done")).isEqualTo(read + 1);
  }

  @Test
  void headTellsTheVersionWithoutReadingTheKey() throws Exception {
    long read = audited("key.read", "done");
    for (String file : List.of("bundle.pem", "bundle.pfx", "chain.pem")) {
      HttpResponse<byte[]> answer = client.send("HEAD", path(binding, file), credential, "");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Perennial-Version"))
          .contains(certificate.currentVersion().orElseThrow().value());
      assertThat(answer.body()).isEmpty();
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      assertThat(
              client
                  .send("HEAD", path(binding, file), credential, "", "If-None-Match", tag)
                  .statusCode())
          .isEqualTo(304);
    }
    assertThat(client.send("HEAD", path(foreign, "bundle.pem"), credential, "").statusCode())
        .isEqualTo(404);
    assertThat(audited("key.read", "done")).isEqualTo(read);
  }

  @Test
  void thePfxOpensWithItsPasswordAlone() throws Exception {
    HttpResponse<byte[]> answer =
        client.get(path(binding, "bundle.pfx"), credential, "Pfx-Password", PASSWORD);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    Path file = Files.write(folder.resolve("bundle.pfx"), answer.body());
    String opened =
        openssl("pkcs12", "-in", file.toString(), "-passin", "pass:" + PASSWORD, "-nodes");
    assertThat(opened).contains("BEGIN PRIVATE KEY", "BEGIN CERTIFICATE");
    assertThat(openssl("pkcs12", "-in", file.toString(), "-passin", "pass:wrong", "-nodes"))
        .doesNotContain("BEGIN PRIVATE KEY");
  }

  @ParameterizedTest
  @ValueSource(strings = {"short77", "", TOO_LONG})
  void aPasswordThatProtectsNothingIsRefusedBeforeTheKeyIsRead(String password) throws Exception {
    long read = audited("key.read", "done");
    assertProblem(
        client.get(path(binding, "bundle.pfx"), credential, "Pfx-Password", password), 400);
    assertProblem(client.get(path(binding, "bundle.pfx"), credential), 400);
    assertThat(audited("key.read", "done")).isEqualTo(read);
  }

  @Test
  void theJavaKeyStoreOpensWithItsPasswordAlone() throws Exception {
    assertProblem(client.get(path(binding, "bundle.jks"), credential), 400);
    HttpResponse<byte[]> answer =
        client.get(path(binding, "bundle.jks"), credential, "Pfx-Password", PASSWORD);
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    KeyStore opened = KeyStore.getInstance("JKS");
    opened.load(new ByteArrayInputStream(answer.body()), PASSWORD.toCharArray());
    assertThat(opened.getKey("certificate", PASSWORD.toCharArray())).isNotNull();
    assertThat(opened.getCertificateChain("certificate")).isNotEmpty();
    assertThatThrownBy(() ->
            KeyStore.getInstance("JKS")
                .load(new ByteArrayInputStream(answer.body()), "other one".toCharArray()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void eachPullOfAKeyIsOnRecordThoughTheAnswerIsRemembered() throws Exception {
    long read = audited("key.read", "done");
    for (int i = 1; i <= 5; i++) {
      assertThat(client.get(path(binding, "bundle.pem"), credential).statusCode()).isEqualTo(200);
      assertThat(audited("key.read", "done")).isEqualTo(read + i);
    }
  }

  @Test
  void waitsForANewVersionAndHearsOfItWithinASecond() throws Exception {
    Certificate waited = protect("waited.example.com", "web1");
    String id = bindingOf(waited);
    String tag = tag(id);
    List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
    for (String file : List.of("bundle.pem", "chain.pem")) {
      String path = path(id, file) + "?wait=60";
      waiting.add(client.later(path, credential, "If-None-Match", tag));
    }
    assertThat(client.get(path(id, "chain.pem") + "?wait=60", credential).statusCode())
        .as("what it does not have yet comes at once")
        .isEqualTo(200);
    assertThat(client.get(path(id, "chain.pem"), credential, "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    String old = waited.currentVersion().orElseThrow().value();
    server.bean(Renewal.class).renewNow(SYSTEM, waited.id());
    await().atMost(Duration.ofSeconds(30)).until(() -> !tag(id).equals(tag));
    for (CompletableFuture<HttpResponse<byte[]>> answer : waiting) {
      HttpResponse<byte[]> heard = answer.get(1, TimeUnit.SECONDS);
      assertThat(heard.statusCode()).isEqualTo(200);
      assertThat(heard.headers().firstValue("Perennial-Version").orElseThrow()).isNotEqualTo(old);
    }
  }

  @Test
  void whoWaitedInVainIsToldSo() throws Exception {
    String tag = tag(binding);
    for (String file : List.of("bundle.pem", "bundle.pfx", "bundle.jks", "chain.pem")) {
      HttpResponse<byte[]> answer =
          client.get(path(binding, file) + "?wait=1", credential, "If-None-Match", tag);
      assertThat(answer.statusCode()).isEqualTo(304);
    }
    assertThat(
            client
                .send(
                    "HEAD",
                    path(binding, "bundle.pem") + "?wait=1",
                    credential,
                    "",
                    "If-None-Match",
                    tag)
                .statusCode())
        .isEqualTo(304);
    assertProblem(client.get(path(binding, "chain.pem") + "?wait=soon", credential), 400);
    assertProblem(client.get(path(binding, "chain.pem") + "?wait=-1", credential), 400);
  }

  @Test
  void whoIsRevokedWhileItWaitsIsSentAway() throws Exception {
    String doomed = enrol("waiting-doomed");
    String id = bindingOf(protect("doomed.example.com", "waiting-doomed"));
    String tag =
        client.get(path(id, "chain.pem"), doomed).headers().firstValue("ETag").orElseThrow();
    CompletableFuture<HttpResponse<byte[]>> waiting =
        client.later(path(id, "bundle.pem") + "?wait=60", doomed, "If-None-Match", tag);
    assertThat(client.get(path(id, "bundle.pem"), doomed).statusCode()).isEqualTo(200);
    Consumers consumers = server.bean(Consumers.class);
    consumers.revoke(
        SYSTEM, consumers.find(SYSTEM, new ObjectName("waiting-doomed")).orElseThrow().id());
    for (String file : List.of("bundle.pem", "chain.pem")) {
      assertProblem(client.get(path(id, file), doomed), 401);
    }
    assertProblem(waiting.get(5, TimeUnit.SECONDS), 401);
  }

  @Test
  void anUnboundServerLosesARememberedAnswerAtOnce() throws Exception {
    String id = bindingOf(protect("unbound.example.com", "web1"));
    assertThat(client.get(path(id, "bundle.pem"), credential).statusCode()).isEqualTo(200);
    assertThat(client.get(path(id, "bundle.pem"), credential).statusCode()).isEqualTo(200);
    server.bean(Bindings.class).unbind(SYSTEM, new BindingId(id));
    assertProblem(client.get(path(id, "bundle.pem"), credential), 404);
  }

  @Test
  void whoEnrolsTooOftenIsToldWhenToTryAgain() throws Exception {
    Map<String, String> form = Map.of("token", "pnl_wrong", "hostname", "x");
    RawPull busy = new RawPull(server, port(server), "127.0.0.2");
    HttpResponse<byte[]> answer = busy.post("/pull/v1/enrol", "", form);
    for (int i = 0; i < 100 && answer.statusCode() == 401; i++) {
      answer = busy.post("/pull/v1/enrol", "", form);
    }
    assertProblem(answer, 429);
    assertThat(Long.parseLong(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1L, 61L);
    assertThat(busy.get("/pull/v1/bindings", credential).statusCode()).isEqualTo(200);
    assertProblem(client.post("/pull/v1/enrol", "", form), 401);
  }

  @Test
  void theFirstPullOfAVersionIsKept() throws Exception {
    client.get(path(binding, "bundle.pem"), credential);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() ->
            server
                    .bean(JdbcClient.class)
                    .sql(
                        "select count(*) from publication where binding_id = :id and pulled_at is not null")
                    .param("id", binding)
                    .query(Long.class)
                    .single()
                == 1);
  }

  @Test
  void aFormThatIsTooLongIsNotRead() throws Exception {
    assertProblem(client.post("/pull/v1/enrol", "", Map.of("token", "x".repeat(20_000))), 413);
    assertThat(client.get("/pull/v1/bindings", credential).statusCode()).isEqualTo(200);
  }

  private static String tag(String id) throws Exception {
    return client
        .send("HEAD", path(id, "bundle.pem"), credential, "")
        .headers()
        .firstValue("ETag")
        .orElseThrow();
  }

  @Test
  void theChainHoldsNoKey() throws Exception {
    long read = audited("key.read", "done");
    HttpResponse<byte[]> answer = client.get(path(binding, "chain.pem"), credential);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer)).startsWith("-----BEGIN CERTIFICATE-----").doesNotContain("KEY");
    assertThat(audited("key.read", "done")).isEqualTo(read);
  }

  @Test
  void anothersBindingDoesNotExistAndTheAttemptIsAudited() throws Exception {
    long denied = audited("READ_CERTIFICATES", "denied");
    for (String file : List.of("bundle.pem", "bundle.pfx", "chain.pem")) {
      assertProblem(client.get(path(foreign, file), credential), 404);
    }
    assertThat(audited("READ_CERTIFICATES", "denied")).isEqualTo(denied + 3);
    assertProblem(client.get(path("0".repeat(32), "bundle.pem"), credential), 404);
    assertProblem(client.get(path("not-an-id", "bundle.pem"), credential), 400);
    assertProblem(report(foreign, current(), "installed", "", ""), 404);
  }

  private static String current() {
    return certificate.currentVersion().orElseThrow().value();
  }

  private static HttpResponse<byte[]> report(
      String id, String version, String outcome, String served, String reason) throws Exception {
    return client.post(
        path(id, "report"),
        credential,
        Map.of("version", version, "outcome", outcome, "served", served, "reason", reason));
  }

  @Test
  void aReportIsTakenOrRefusedWithAReason() throws Exception {
    assertThat(report(binding, current(), "installed", "ab".repeat(32), "").statusCode())
        .isEqualTo(204);
    assertThat(report(binding, current(), "failed", "", "nginx\u0000 said\nno").statusCode())
        .isEqualTo(204);
    assertThat(report(binding, current(), "rolled-back", "", "x".repeat(5_000)).statusCode())
        .isEqualTo(204);
    assertProblem(report(binding, "", "installed", "", ""), 400);
    assertProblem(report(binding, "0".repeat(32), "installed", "", ""), 400);
    assertProblem(report(binding, "' or 1=1", "installed", "", ""), 400);
    assertProblem(report(binding, current(), "excellent", "", ""), 400);
    assertProblem(report(binding, current(), "installed", "not-a-digest", ""), 400);
    assertProblem(report(binding, foreignVersion(), "installed", "", ""), 400);
    assertThat(
            server
                .bean(Bindings.class)
                .truths(SYSTEM, certificate.id())
                .getFirst()
                .binding()
                .installed()
                .reason()
                .orElse(""))
        .hasSizeLessThanOrEqualTo(500)
        .matches("\\P{Cc}*");
  }

  private static String foreignVersion() {
    return server.bean(Certificates.class).list(SYSTEM).stream()
        .filter(other -> !other.id().equals(certificate.id()))
        .flatMap(other -> other.currentVersion().stream())
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void aRevokedServerIsOutAtOnceAndItsCredentialCannotComeBack() throws Exception {
    String doomed = enrol("doomed");
    assertThat(client.get("/pull/v1/bindings", doomed).statusCode()).isEqualTo(200);
    Consumers consumers = server.bean(Consumers.class);
    var consumer = consumers.find(SYSTEM, new ObjectName("doomed")).orElseThrow();
    consumers.revoke(SYSTEM, consumer.id());
    assertProblem(client.get("/pull/v1/bindings", doomed), 401);
    assertProblem(client.post("/pull/v1/credential", doomed, Map.of()), 401);
    // As if another request of its had been given a new one meanwhile.
    server
        .bean(JdbcClient.class)
        .sql("update credential set revoked_at = null where principal_id = :id")
        .param("id", consumer.principal().value())
        .update();
    assertProblem(client.get("/pull/v1/bindings", doomed), 401);
    assertThat(server.bean(Principals.class).find(consumer.principal())).isPresent();
  }

  @Test
  void aNewCredentialEndsTheOldAtItsFirstUse() throws Exception {
    String old = enrol("rotating");
    String fresh =
        fields(client.post("/pull/v1/credential", old, Map.of())).getProperty("credential");
    assertThat(fresh).isNotEqualTo(old);
    assertThat(client.get("/pull/v1/bindings", old).statusCode()).isEqualTo(200);
    assertThat(client.get("/pull/v1/bindings", fresh).statusCode()).isEqualTo(200);
    assertProblem(client.get("/pull/v1/bindings", old), 401);
  }

  @Test
  void aCertificateForItsOwnKeyIsIssuedToATokenOnEachPort() throws Exception {
    String token = enrol("certified");
    HttpResponse<byte[]> answer =
        client.post("/pull/v1/certificate", token, Map.of("csr", ClientKey.fresh().csr()));
    assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
    assertThat(fields(answer).getProperty("consumer")).isEqualTo("certified");
    assertThat(ClientKey.in(text(answer)).getNotAfter().toInstant().getEpochSecond())
        .isEqualTo(Long.parseLong(fields(answer).getProperty("expires")));
    assertThat(client.get("/pull/v1/bindings", token).statusCode())
        .as("until the certificate is used")
        .isEqualTo(200);
    assertProblem(client.post("/pull/v1/certificate", token, Map.of("csr", "x")), 400);
    assertProblem(client.post("/pull/v1/certificate", token, Map.of()), 400);
    assertProblem(
        client.post("/pull/v1/certificate", "", Map.of("csr", ClientKey.fresh().csr())), 401);
  }

  @Test
  void nobodyGetsAnythingWithoutACredential() throws Exception {
    for (String header :
        List.of("Bearer ", "Bearer x", "Basic eDp5", "bearer " + "x".repeat(4_000))) {
      HttpResponse<byte[]> answer =
          client.get(path(binding, "bundle.pem"), "", "Authorization", header);
      assertProblem(answer, 401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }
    assertProblem(client.get(path(binding, "bundle.pem"), invite("not-yet")), 401);
    assertProblem(client.get("/pull/v1/nothing-here", credential), 404);
    assertProblem(client.send("DELETE", path(binding, "bundle.pem"), credential, ""), 405);
  }

  @Test
  void aPullEndsInSilenceAndTheConnectionStays(CapturedOutput output) throws Exception {
    for (int i = 0; i < 5; i++) {
      client.get(path(binding, "bundle.pem"), credential);
      HttpResponse<byte[]> next = client.post("/pull/v1/credential", credential, Map.of());
      assertThat(next.statusCode()).isEqualTo(200);
    }
    assertThat(output.getAll()).doesNotContain(" ERROR ");
  }

  @Test
  void noSecretIsLogged(CapturedOutput output) throws Exception {
    String token = invite("logged");
    HttpResponse<byte[]> enrolled =
        client.post("/pull/v1/enrol", "", Map.of("token", token, "hostname", "logged"));
    String fresh = fields(enrolled).getProperty("credential");
    client.get("/pull/v1/bindings", fresh);
    client.get(path(binding, "bundle.pfx"), credential, "Pfx-Password", PASSWORD);
    client.get(path(foreign, "bundle.pem"), credential);
    client.get(path(binding, "bundle.pem"), fresh + "x");
    try (SecretBytes key =
        server
            .bean(Keys.class)
            .reveal(
                SYSTEM, Scope.deployment(), certificate.currentVersion().orElseThrow(), "test")) {
      assertThat(output.getAll())
          .doesNotContain(token.substring(37), fresh.substring(37), credential.substring(37))
          .doesNotContain(PASSWORD)
          .doesNotContain(Base64.getEncoder().encodeToString(key.reveal()).substring(0, 60));
    }
    assertThat(server.bean(Audit.class).verify().intact()).isTrue();
  }

  private static long audited(String action, String outcome) {
    return server
        .bean(JdbcClient.class)
        .sql(
            """
            select count(*) from audit_entry
            where action = :action and outcome = :outcome and actor = 'web1'
            """)
        .param("action", action)
        .param("outcome", outcome)
        .query(Long.class)
        .single();
  }

  private static String openssl(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
