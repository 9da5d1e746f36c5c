package io.perennial.managementapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.automation.Automation;
import io.perennial.automation.TokenWish;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.managementapi.internal.ApiClient.Answer;
import io.perennial.pki.Pem;
import io.perennial.publication.ClientCertificates;
import io.perennial.publication.Consumers;
import io.perennial.publication.Proof;
import io.perennial.testing.ClientKey;
import io.perennial.testing.Database;
import io.perennial.testing.Program;
import io.perennial.testing.PullClient;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a program does through the API; each answer is held against the document. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ManagementApiContract {

  private static final String CERTIFICATES = "/api/v1/certificates";

  private final Database database;
  private RunningServer server;
  private ApiClient admin;

  ManagementApiContract(Database database) {
    this.database = database;
  }

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = RunningServer.in(folder).on(database).start().awaitReady();
    admin = ApiClient.of(server, "admin", "administrator");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Answer protect(String domain) throws Exception {
    Answer answer =
        admin.post(
            CERTIFICATES, "{\"domains\":[\"%s\"],\"issuer\":\"private-ca\"}".formatted(domain));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer;
  }

  private long count(String table) {
    return server
        .bean(JdbcClient.class)
        .sql("select count(*) from " + table)
        .query(Long.class)
        .single();
  }

  @Test
  void protectsADomainAndTellsItsStory() throws Exception {
    Answer created = protect("story.example.com");
    String path = created.header("Location");
    assertThat(admin.get(path).text("name")).isEqualTo("story-example-com");
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.get(path).json().has("current"));
    Answer versions = admin.get(path + "/versions");
    String version = versions.json().at("/items/0/id").asString();
    assertThat(admin.get(path + "/versions/" + version).text("serial")).isNotEmpty();
    assertThat(admin.get(path + "/versions/" + version + "/chain").body())
        .startsWith("-----BEGIN CERTIFICATE-----")
        .doesNotContain("PRIVATE");
    assertThat(admin.get(path + "/orders").json().at("/items/0/state").asString())
        .isEqualTo("STORED");
    assertThat(admin.get(path + "/decisions?limit=1").json().get("items")).hasSize(1);
    assertThat(admin.post(path + "/renew", "").status()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.get(path + "/versions").json().get("items").size() == 2);
    assertThat(admin.post(path + "/retry", "").status()).isEqualTo(202);
    assertThat(admin.get("/api/v1/overview").status()).isEqualTo(200);
  }

  @Test
  void aVaultIsMadeOnceChangedDeletedRecoveredAndPurged() throws Exception {
    String vaults = "/api/v1/vaults";
    String body = "{\"name\":\"Payments\",\"retentionDays\":7}";
    Answer made = admin.post(vaults, body, "Idempotency-Key", "one-vault");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.text("host")).isEqualTo("payments.vault.localhost");
    assertThat(admin.post(vaults, body, "Idempotency-Key", "one-vault").body())
        .isEqualTo(made.body());
    assertThat(admin.post(vaults, body).status()).isEqualTo(409);
    Answer trick = admin.post(vaults, "{\"name\":\"pay--ments\"}");
    assertThat(trick.status()).isEqualTo(400);
    assertThat(trick.text("detail")).contains("no two hyphens in a row");
    String path = made.header("Location");
    assertThat(path).isEqualTo(vaults + "/payments");
    Answer kept =
        admin.post(
            CERTIFICATES,
            "{\"domains\":[\"pay.example.com\"],\"issuer\":\"private-ca\",\"vault\":\"payments\"}");
    assertThat(kept.text("vault")).isEqualTo("payments");
    assertThat(admin.get(CERTIFICATES + "?vault=payments").json().get("items")).hasSize(1);

    String change = "{\"pfx\":\"compatible\"}";
    assertThat(admin.send("PATCH", path, change).status()).isEqualTo(428);
    String tag = admin.get(path).header("ETag");
    assertThat(tag).isEqualTo(made.header("ETag"));
    Answer changed = admin.send("PATCH", path, change, "If-Match", tag);
    assertThat(changed.text("pfx")).isEqualTo("compatible");
    assertThat(admin.send("PATCH", path, change, "If-Match", tag).status()).isEqualTo(412);
    Answer fixed = admin.send("PATCH", path, "{\"retentionDays\":8}", "If-Match", "*");
    assertThat(fixed.status()).isEqualTo(409);
    assertThat(fixed.text("detail")).contains("fixed when it is made");

    assertThat(admin.send("DELETE", path, "").status()).isEqualTo(428);
    assertThat(admin.send("DELETE", path, "", "If-Match", tag).status()).isEqualTo(412);
    assertThat(admin.send("DELETE", vaults + "/main", "", "If-Match", "*").status()).isEqualTo(409);
    ApiClient reader = ApiClient.of(server, "vault-reader", "reader");
    assertThat(reader.get(path).status()).isEqualTo(200);
    assertThat(reader.send("DELETE", path, "", "If-Match", "*").status()).isEqualTo(403);
    assertThat(admin.send("DELETE", path, "", "If-Match", changed.header("ETag")).status())
        .isEqualTo(200);
    assertThat(admin.get(path).status()).isEqualTo(404);
    assertThat(admin.get(kept.header("Location")).status()).isEqualTo(404);
    String gone = "/api/v1/deleted-vaults/payments";
    assertThat(reader.get("/api/v1/deleted-vaults").json().at("/items/0/name").asString())
        .isEqualTo("payments");
    assertThat(reader.send("DELETE", gone, "").status()).isEqualTo(403);
    assertThat(admin.post(gone + "/recover", "").text("name")).isEqualTo("payments");
    assertThat(admin.get(kept.header("Location")).status()).isEqualTo(200);
    assertThat(admin.send("DELETE", path, "", "If-Match", "*").status()).isEqualTo(200);
    assertThat(admin.send("DELETE", gone, "").status()).isEqualTo(204);
    assertThat(admin.get(gone).status()).isEqualTo(404);
    Answer page = admin.get(vaults + "?limit=1");
    assertThat(page.json().get("items")).hasSize(1);
    assertThat(page.json().has("next")).isFalse();
  }

  @Test
  void anUnchangedCertificateIsNotSentAgain() throws Exception {
    String path = protect("etag.example.com").header("Location");
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.get(path).json().has("current"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          String tag = admin.get(path).header("ETag");
          return admin.raw("GET", path, "", "", "If-None-Match", tag).status() == 304;
        });
    assertThat(admin.get(path).header("ETag")).matches("\"[0-9]+\"");
  }

  @Test
  void anEditNeedsTheTagThatWasRead() throws Exception {
    String path = protect("edit.example.com").header("Location") + "/policy";
    Answer read = admin.get(path);
    String edited = read.body().replace("\"66%\"", "\"50%\"");
    assertThat(admin.put(path, edited).status()).isEqualTo(428);
    assertThat(admin.put(path, edited, "If-Match", "\"7\"").status()).isEqualTo(412);
    assertThat(admin.put(path, edited, "If-Match", "W/" + read.header("ETag")).status())
        .isEqualTo(412);
    Answer written = admin.put(path, edited, "If-Match", read.header("ETag"));
    assertThat(written.status()).isEqualTo(200);
    assertThat(written.text("renew")).isEqualTo("50%");
    assertThat(written.header("ETag")).isNotEqualTo(read.header("ETag"));
    assertThat(admin.put(path, edited, "If-Match", read.header("ETag")).status()).isEqualTo(412);
    assertThat(admin.put(path, edited, "If-Match", "*").status()).isEqualTo(200);
  }

  @Test
  void ofWritersAtOnceOneWins() throws Exception {
    String path = protect("race.example.com").header("Location") + "/policy";
    Answer read = admin.get(path);
    List<Integer> statuses =
        atOnce(
            8,
            number ->
                admin
                    .put(
                        path,
                        read.body().replace("\"66%\"", "\"" + (30 + number) + "%\""),
                        "If-Match",
                        read.header("ETag"))
                    .status());
    assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
    assertThat(statuses).filteredOn(status -> status == 412).hasSize(7);
    assertThat(admin.get(path).header("ETag")).isEqualTo("\"2\"");
  }

  private static <T> List<T> atOnce(int writers, Attempt<T> attempt) throws Exception {
    CyclicBarrier start = new CyclicBarrier(writers);
    List<Future<T>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < writers; i++) {
        int number = i;
        all.add(
            threads.submit(() -> {
              start.await();
              return attempt.run(number);
            }));
      }
    }
    List<T> results = new ArrayList<>();
    for (Future<T> one : all) {
      results.add(one.get());
    }
    return results;
  }

  private interface Attempt<T> {
    T run(int number) throws Exception;
  }

  @Test
  void aKeyCreatesOnceAndBringsTheSameAnswer() throws Exception {
    String key = UUID.randomUUID().toString();
    long before = count("consumer");
    Answer first = admin.post("/api/v1/consumers", "{\"name\":\"once\"}", "Idempotency-Key", key);
    Answer again =
        admin.post("/api/v1/consumers", "{ \"name\" : \"once\" }", "Idempotency-Key", key);
    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(count("consumer")).isEqualTo(before + 1);
    assertThat(
            admin
                .post("/api/v1/consumers", "{\"name\":\"other\"}", "Idempotency-Key", key)
                .status())
        .isEqualTo(422);
    assertThat(
            ApiClient.of(server, "second-" + key.substring(0, 8), "administrator")
                .post("/api/v1/consumers", "{\"name\":\"elses\"}", "Idempotency-Key", key)
                .status())
        .as("another program's key is another key")
        .isEqualTo(201);
  }

  @Test
  void whoPrefersToWaitIsAnsweredWithTheVersion() throws Exception {
    Answer created =
        admin.post(
            CERTIFICATES,
            "{\"domains\":[\"waited.example.com\"],\"issuer\":\"private-ca\"}",
            "Prefer",
            "respond-async, wait=50");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Preference-Applied")).isEqualTo("wait");
    assertThat(created.json().path("current").path("number").asInt()).isEqualTo(1);

    Answer renewed =
        admin.post(CERTIFICATES + "/" + created.text("id") + "/renew", "", "Prefer", "wait=50");
    assertThat(renewed.status()).isEqualTo(202);
    assertThat(renewed.json().path("current").path("number").asInt()).isEqualTo(2);
  }

  @Test
  void duplicatesAtOnceCreateOnce() throws Exception {
    String key = UUID.randomUUID().toString();
    long before = count("certificate");
    String body = "{\"domains\":[\"duplicate.example.com\"],\"issuer\":\"private-ca\"}";
    List<Answer> answers =
        atOnce(8, number -> admin.post(CERTIFICATES, body, "Idempotency-Key", key));
    assertThat(count("certificate")).isEqualTo(before + 1);
    assertThat(answers).filteredOn(answer -> answer.status() == 201).isNotEmpty();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
    assertThat(
            new TreeSet<>(
                answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .map(Answer::body)
                    .toList()))
        .hasSize(1);
  }

  @Test
  void aRefusedCreationLeavesItsKeyFree() throws Exception {
    String key = UUID.randomUUID().toString();
    assertThat(
            admin
                .post(
                    "/api/v1/tokens", "{\"name\":\"t\",\"role\":\"king\"}", "Idempotency-Key", key)
                .status())
        .isEqualTo(400);
    assertThat(
            admin
                .post(
                    "/api/v1/tokens",
                    "{\"name\":\"after-refusal\",\"role\":\"reader\"}",
                    "Idempotency-Key",
                    key)
                .status())
        .isEqualTo(201);
  }

  @Test
  void pagesThroughAFilteredListWithoutGapOrRepetition() throws Exception {
    Set<String> wanted = new TreeSet<>();
    for (int i = 0; i < 7; i++) {
      wanted.add(protect("p%d.paged.example.net".formatted(i)).text("name"));
    }
    String list = CERTIFICATES + "?text=PAGED&issuer=private-ca&limit=3";
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = admin.get(list + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      page.json().get("items").forEach(item -> seen.add(item.get("name").asString()));
      assertThat(page.json().get("items").size()).isLessThanOrEqualTo(3);
      cursor = page.text("next");
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactlyElementsOf(wanted);
    assertThat(admin.get(CERTIFICATES + "?text=%25").json().get("items")).isEmpty();
    assertThat(
            admin
                .get(CERTIFICATES + "?text=paged&expiringBefore=2020-01-01T00:00:00Z")
                .json()
                .get("items"))
        .isEmpty();
    assertThat(admin.get(CERTIFICATES + "?text=paged&attention=true").json().get("items"))
        .isEmpty();
  }

  @Test
  void anAlteredOrForeignCursorIsRefused() throws Exception {
    protect("c1.cursor.example.net");
    protect("c2.cursor.example.net");
    String next = admin.get(CERTIFICATES + "?text=cursor&limit=1").text("next");
    char last = next.charAt(next.length() - 4);
    String altered =
        next.substring(0, next.length() - 4)
            + (last == 'A' ? 'B' : 'A')
            + next.substring(next.length() - 3);
    for (String query :
        List.of(
            "?text=cursor&limit=1&cursor=" + altered,
            "?text=other&limit=1&cursor=" + next,
            "?limit=1&cursor=" + next,
            "?cursor=!!",
            "?limit=0",
            "?limit=1001",
            "?limit=many",
            "?txet=cursor")) {
      assertThat(admin.get(CERTIFICATES + query).status()).as(query).isEqualTo(400);
    }
    assertThat(admin.get(CERTIFICATES + "?txet=cursor").text("detail")).contains("'text'");
  }

  @Test
  void saysWhatIsWrongWithABody() throws Exception {
    Answer unknown = admin.post(CERTIFICATES, "{\"domain\":[\"x.example.com\"]}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("detail")).contains("'domain'").contains("'domains'");
    Answer nested =
        admin.post(
            CERTIFICATES,
            "{\"domains\":[\"x.example.com\"],\"servers\":[{\"server\":\"a\",\"prot\":1}]}");
    assertThat(nested.text("detail")).contains("'servers.0.prot'").contains("'port'");
    assertThat(admin.post(CERTIFICATES, "{\"domains\":[}").text("detail")).contains("line 1");
    assertThat(admin.post(CERTIFICATES, "{\"domains\":\"x\"}").text("detail"))
        .contains("'domains'");
    assertThat(admin.post(CERTIFICATES, "{\"name\":\"a\",\"name\":\"b\"}").status()).isEqualTo(400);
    assertThat(admin.post(CERTIFICATES, "null").status()).isEqualTo(400);
    assertThat(admin.post(CERTIFICATES, "{\"domains\":[null]}").status()).isEqualTo(400);
    assertThat(admin.post(CERTIFICATES, "{}").status()).isEqualTo(400);
    assertThat(admin.post(CERTIFICATES, "[".repeat(500) + "]".repeat(500)).text("status"))
        .isEqualTo("400");
    assertThat(
            admin
                .post(CERTIFICATES, "{\"domains\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")
                .status())
        .isEqualTo(400);
    assertThat(
            admin
                .post(CERTIFICATES, "{\"name\":\"" + "a".repeat(BodyLimit.MOST_BYTES) + "\"}")
                .status())
        .isEqualTo(413);
    assertThat(admin.raw("POST", CERTIFICATES, "domains=x", "text/plain").status()).isEqualTo(415);
  }

  @Test
  void answersAWrongMethodWithThoseThatAre() throws Exception {
    Answer wrong = admin.raw("DELETE", CERTIFICATES, "", "");
    assertThat(wrong.status()).isEqualTo(405);
    assertThat(wrong.header("Allow")).contains("GET").contains("POST");
    assertThat(wrong.header("Content-Type"))
        .as(wrong.body())
        .startsWith("application/problem+json");
    Answer nowhere = admin.raw("GET", "/api/v1/nowhere", "", "");
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.header("Content-Type")).startsWith("application/problem+json");
  }

  @Test
  void bindsAndUnbindsAServer() throws Exception {
    String certificate = protect("bound.example.com").text("id");
    Answer invited = admin.post("/api/v1/consumers", "{\"name\":\"bound-1\"}");
    assertThat(invited.text("token")).startsWith("pnl_");
    String consumer = invited.text("consumer/id");
    Answer bound =
        admin.post(
            "/api/v1/bindings",
            "{\"certificate\":\"%s\",\"server\":\"bound-1\",\"address\":\"127.0.0.1\",\"port\":%d}"
                .formatted(certificate, RunningServer.freePort()));
    assertThat(bound.status()).as(bound.body()).isEqualTo(201);
    String path = bound.header("Location");
    assertThat(
            admin
                .get("/api/v1/bindings?certificate=" + certificate + "&consumer=" + consumer)
                .json()
                .get("items"))
        .hasSize(1);
    assertThat(admin.send("DELETE", path, "").status()).isEqualTo(428);
    assertThat(admin.send("DELETE", path, "", "If-Match", "\"0\"").status()).isEqualTo(412);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            admin.send("DELETE", path, "", "If-Match", admin.get(path).header("ETag")).status()
                == 204);
    assertThat(admin.get(path).status()).isEqualTo(404);
    assertThat(admin.get("/api/v1/consumers/" + consumer).json().has("proof")).isFalse();
    Consumers consumers = server.bean(Consumers.class);
    String token = consumers.enrol(invited.text("token"), "bound-1").credential().token();
    Answer enrolled = admin.get("/api/v1/consumers/" + consumer);
    assertThat(enrolled.text("proof/kind")).isEqualTo("TOKEN");
    assertThat(Instant.parse(enrolled.text("proof/until")))
        .isEqualTo(Instant.parse(enrolled.text("proof/since")).plus(Duration.ofDays(90)));
    consumers.authenticate(
        new Proof.ClientCertificate(
            ClientKey.der(
                server
                    .bean(ClientCertificates.class)
                    .issue(new Proof.Token(token), ClientKey.fresh().csr())
                    .certificate())));
    Answer certified = admin.get("/api/v1/consumers/" + consumer);
    assertThat(certified.text("proof/kind")).isEqualTo("CLIENT_CERTIFICATE");
    assertThat(Instant.parse(certified.text("proof/renewableUntil")))
        .isEqualTo(Instant.parse(certified.text("proof/until")).plus(Duration.ofDays(30)));
    assertThat(admin.get("/api/v1/consumers").body()).contains(certified.body());
    Answer revoked = admin.post("/api/v1/consumers/" + consumer + "/revoke", "");
    assertThat(revoked.json().has("revokedAt")).isTrue();
    assertThat(revoked.json().has("proof")).isFalse();
    assertThat(admin.get("/api/v1/consumers/" + consumer).json().has("revokedAt")).isTrue();
    assertThat(admin.get("/api/v1/consumers?limit=1").json().get("items")).hasSize(1);
  }

  /** As curl sends what was copied from a page. */
  @Test
  void aHeaderOutsideAsciiIsTheCallersMistake() {
    String token =
        server
            .bean(Automation.class)
            .issue(RunningServer.SYSTEM, new TokenWish("header", "operator", "", "", ""))
            .issued()
            .token();
    Program.Ended answer =
        Program.run(
            "curl",
            "-sk",
            "-H",
            "Authorization: Bearer " + token,
            "-H",
            "Content-Type: application/json",
            "-H",
            "Idempotency-Key: 6e1f…",
            "-d",
            "{\"name\":\"ascii\"}",
            "https://localhost:%d/api/v1/consumers".formatted(server.httpsPort()));
    assertThat(answer.out()).contains("\"status\":400", "Send visible ASCII in headers");
  }

  @Test
  void tellsWhoMayTakeAKeyAndWhoDidToThoseWhoMayReadTheAudit() throws Exception {
    String certificate = protect("taken.example.com").text("id");
    String other = protect("untaken.example.com").text("id");
    String takers = CERTIFICATES + "/" + certificate + "/takers";
    String readings = "/api/v1/audit?action=key.read&certificate=" + certificate;
    assertThat(admin.get(takers).body()).isEqualTo("{\"servers\":[],\"others\":[]}");
    Answer invited = admin.post("/api/v1/consumers", "{\"name\":\"taker-1\"}");
    PullClient agent = PullClient.enrol(server, invited.text("token"));
    admin.post(
        "/api/v1/bindings",
        "{\"certificate\":\"%s\",\"server\":\"taker-1\",\"address\":\"127.0.0.1\",\"port\":%d}"
            .formatted(certificate, RunningServer.freePort()));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !agent.bindings().getFirst().get(2).equals("-"));
    String key = agent.bundle(agent.bindings().getFirst().getFirst());
    assertThat(key).contains("PRIVATE KEY");
    agent.bundle(agent.bindings().getFirst().getFirst());

    assertThat(admin.get(takers).text("servers/0/name")).isEqualTo("taker-1");
    Answer first = admin.get(readings + "&limit=1");
    assertThat(first.json().get("items")).hasSize(1);
    assertThat(first.text("items/0/actor")).isEqualTo("taker-1");
    assertThat(first.text("items/0/subject")).isEqualTo(agent.bindings().getFirst().get(2));
    assertThat(first.text("items/0/detail")).isEqualTo("pulled as PEM");
    Answer second = admin.get(readings + "&limit=1&cursor=" + first.text("next"));
    assertThat(second.json().at("/items/0/sequence").asLong())
        .isLessThan(first.json().at("/items/0/sequence").asLong());
    assertThat(admin.get("/api/v1/audit?action=key.read&certificate=" + other).json().get("items"))
        .isEmpty();
    admin.post(
        "/api/v1/issuers",
        "{\"name\":\"mute\",\"type\":\"acme\",\"settings\":{\"directory\":\"https://127.0.0.1:1/dir\"}}");
    String unissued =
        admin
            .post(CERTIFICATES, "{\"domains\":[\"unissued.example.com\"],\"issuer\":\"mute\"}")
            .text("id");
    assertThat(
            admin.get("/api/v1/audit?action=key.read&certificate=" + unissued).json().get("items"))
        .as("nothing is not everything")
        .isEmpty();
    assertThat(admin.get("/api/v1/audit?certificate=" + certificate + "&limit=1000").body())
        .contains("key.create", "key.read", "certificate.create")
        .doesNotContain(other, "PRIVATE KEY", "pnl_");
    assertThat(admin.get("/api/v1/audit?limit=1").json().get("items")).hasSize(1);

    for (String role : List.of("reader", "operator")) {
      ApiClient less = ApiClient.of(server, new TokenWish("audit-" + role, role, "", "", ""));
      for (String path : List.of(takers, readings, "/api/v1/audit")) {
        assertThat(less.get(path).status()).as(role + path).isEqualTo(403);
      }
    }
    admin.post("/api/v1/consumers/" + invited.text("consumer/id") + "/revoke", "");
    assertThat(admin.get(takers).body()).isEqualTo("{\"servers\":[],\"others\":[]}");
    assertThat(admin.get(readings).json().get("items")).hasSize(2);
  }

  @Test
  void configuresAnIssuerAndNeverShowsItsSecret() throws Exception {
    Answer kinds = admin.get("/api/v1/issuer-kinds");
    assertThat(kinds.body()).contains("\"SECRET\"");
    Answer made =
        admin.post(
            "/api/v1/issuers",
            """
            {"name":"secretive","type":"simulated","settings":{"ca":"one","password":"hush-hush"}}
            """);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String path = made.header("Location") + "/settings";
    Answer settings = admin.get(path);
    assertThat(settings.body()).doesNotContain("hush-hush");
    assertThat(settings.json().at("/secrets/0").asString()).isEqualTo("password");
    String body = "{\"settings\":{\"ca\":\"two\"}}";
    assertThat(admin.put(path, body).status()).isEqualTo(428);
    Answer written = admin.put(path, body, "If-Match", settings.header("ETag"));
    assertThat(written.text("settings/ca")).isEqualTo("two");
    assertThat(written.body()).doesNotContain("hush-hush");
    assertThat(admin.put(path, body, "If-Match", settings.header("ETag")).status()).isEqualTo(412);
    assertThat(admin.put(path, "{\"settings\":{\"ca\":\"\"}}", "If-Match", "*").text("detail"))
        .startsWith("ca: ");
    assertThat(
            admin
                .post(
                    "/api/v1/issuers",
                    "{\"name\":\"secretive\",\"type\":\"simulated\",\"settings\":{\"ca\":\"x\"}}")
                .status())
        .isEqualTo(409);
    Answer unreachable =
        admin.post(
            "/api/v1/issuers",
            "{\"name\":\"nowhere\",\"type\":\"acme\",\"settings\":{\"directory\":\"https://127.0.0.1:1/dir\"}}");
    Answer probed = admin.post(unreachable.header("Location") + "/probe", "");
    assertThat(probed.json().get("reachable").asBoolean()).isFalse();
    assertThat(admin.get("/api/v1/issuers").body()).contains("secretive", "nowhere");
  }

  /** Key and certificate, PEM. */
  private String bundle(String host, KeyPair certified, KeyPair key) {
    X509Certificate made =
        TestCertificates.of(
            host,
            server.bean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS),
            Duration.ofDays(90),
            certified);
    return new String(
        Pem.bundle(
            key.getPrivate().getEncoded(),
            Pem.certificates(List.of(made)).getBytes(StandardCharsets.US_ASCII)),
        StandardCharsets.US_ASCII);
  }

  private static String importing(String file, String more) {
    return "{\"files\":[\"%s\"]%s}".formatted(file.replace("\n", "\\n"), more);
  }

  @Test
  void importsWhatWasMadeElsewhereOnce() throws Exception {
    KeyPair pair = TestKeys.fresh(KeyType.P_256);
    String body = importing(bundle("brought.example.com", pair, pair), "");
    Answer made = admin.post("/api/v1/imports", body, "Idempotency-Key", "import-1");
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(made.text("name")).isEqualTo("brought-example-com");
    assertThat(made.body()).doesNotContain("PRIVATE");
    Answer again = admin.post("/api/v1/imports", body, "Idempotency-Key", "import-1");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Location")).isEqualTo(made.header("Location"));
    assertThat(admin.post("/api/v1/imports", body).status()).as("without a key").isEqualTo(409);
    assertThat(admin.get(made.header("Location") + "/versions").json().get("items")).hasSize(1);
    ApiClient reader = ApiClient.of(server, "import-reader", "reader");
    assertThat(reader.post("/api/v1/imports", body).status()).isEqualTo(403);
  }

  private void assertNotImported(String body, int status, String sentence) throws Exception {
    Answer refused = admin.post("/api/v1/imports", body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(status);
    assertThat(refused.text("detail")).contains(sentence);
    assertThat(refused.body()).doesNotContain("PRIVATE").doesNotContain("hush-hush");
  }

  @Test
  void refusesWhatCannotBeImportedAndSaysWhy() throws Exception {
    long before = count("certificate");
    KeyPair pair = TestKeys.fresh(KeyType.P_256);
    String good = bundle("refused.example.com", pair, pair);
    assertNotImported("{}", 400, "Choose the file");
    assertNotImported(importing("no base64 at all!", ""), 400, "");
    assertNotImported(
        importing(bundle("refused.example.com", pair, TestKeys.fresh(KeyType.P_256)), ""),
        400,
        "The private key belongs to none of the certificates.");
    KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
    weak.initialize(1_024);
    KeyPair broken = weak.generateKeyPair();
    assertNotImported(
        importing(bundle("refused.example.com", broken, broken), ""), 400, "has 1024 bits");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key",
        pair.getPrivate(),
        "right".toCharArray(),
        new java.security.cert.Certificate[] {
          TestCertificates.of(
              "refused.example.com", server.bean(Clock.class).instant(), Duration.ofDays(9), pair)
        });
    ByteArrayOutputStream pfx = new ByteArrayOutputStream();
    store.store(pfx, "right".toCharArray());
    assertNotImported(
        importing(
            Base64.getEncoder().encodeToString(pfx.toByteArray()), ",\"password\":\"hush-hush\""),
        400,
        "password");
    String certificate = good.substring(good.indexOf("-----BEGIN CERTIFICATE"));
    assertNotImported(importing(good + certificate.repeat(100), ""), 400, "");
    assertNotImported(importing(good.repeat(200), ""), 400, "too long a text");
    assertNotImported(importing(good.repeat(400), ""), 413, "A request has at most");
    assertNotImported(
        importing(good, ",\"issuer\":\"nobody\""), 400, "There is no issuer 'nobody'");
    assertThat(count("certificate")).isEqualTo(before);
  }

  @Test
  void revokesAVersionAndTellsHowFarThatHasCome() throws Exception {
    String path = protect("leaked.example.com").header("Location");
    await().atMost(Duration.ofSeconds(30)).until(() -> admin.get(path).json().has("current"));
    String version =
        path + "/versions/" + admin.get(path + "/versions").json().at("/items/0/id").asString();
    assertThat(admin.get(version + "/revocation").status()).isEqualTo(404);
    Answer unknown = admin.post(version + "/revoke", "{\"reason\":\"BOREDOM\"}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("detail"))
        .startsWith("There is no reason 'BOREDOM'; choose one of UNSPECIFIED, KEY_COMPROMISE,");
    String body = "{\"reason\":\"KEY_COMPROMISE\"}";
    ApiClient reader = ApiClient.of(server, "revoke-reader", "reader");
    assertThat(reader.post(version + "/revoke", body).status()).isEqualTo(403);
    Answer asked = admin.post(version + "/revoke", body);
    assertThat(asked.status()).as(asked.body()).isEqualTo(202);
    assertThat(asked.text("reason")).isEqualTo("KEY_COMPROMISE");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.get(version + "/revocation").json().has("revokedAt"));
    assertThat(admin.post(version + "/revoke", body).status()).as("asked again").isEqualTo(202);
    await("a new version with a fresh key")
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.get(path + "/versions").json().get("items").size() == 2);
    String other = protect("other-leak.example.com").header("Location");
    assertThat(
            admin
                .post(
                    other + "/versions/" + version.substring(version.length() - 32) + "/revoke",
                    body)
                .status())
        .isEqualTo(404);
  }

  @Test
  void holdsNamesAgainstAnIssuersListHoweverTheyCome() throws Exception {
    Answer issuer =
        admin.post(
            "/api/v1/issuers",
            """
            {"name":"limited","type":"private-ca",
             "settings":{"allowed-names":"*.limited.test, .deep.test"}}
            """);
    assertThat(issuer.status()).as(issuer.body()).isEqualTo(201);
    String wish = "{\"domains\":[\"%s\"],\"issuer\":\"limited\"}";
    Answer refused = admin.post(CERTIFICATES, wish.formatted("www.other.test"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("detail"))
        .isEqualTo(
            "The issuer limited may not certify www.other.test: it is limited to *.limited.test,"
                + " .deep.test. Choose names among those or another issuer, or have an"
                + " administrator add them to the issuer's allowed names.");
    Answer made = admin.post(CERTIFICATES, wish.formatted("www.limited.test"));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    String policy = made.header("Location") + "/policy";
    assertThat(admin.put(policy, wish.formatted("www.other.test"), "If-Match", "*").text("detail"))
        .startsWith("The issuer limited may not certify www.other.test");

    String settings = issuer.header("Location") + "/settings";
    Answer wrong =
        admin.put(settings, "{\"settings\":{\"allowed-names\":\"*.*.test\"}}", "If-Match", "*");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text("detail")).startsWith("allowed-names: '*.*.test' is not a domain name");
    assertThat(
            admin
                .put(
                    settings,
                    "{\"settings\":{\"allowed-names\":\"nothing.test\"}}",
                    "If-Match",
                    "*")
                .status())
        .isEqualTo(200);
    String versions = made.header("Location") + "/versions";
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.get(versions).json().get("items").size() == 1);
    admin.post(made.header("Location") + "/renew", "");
    await("what was granted is renewed, though the list was narrowed")
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.get(versions).json().get("items").size() == 2);
    assertThat(
            server
                .bean(JdbcClient.class)
                .sql("select detail from audit_entry where subject = 'limited' order by sequence")
                .query(String.class)
                .list())
        .containsExactly(
            "type private-ca, names limited to *.limited.test, .deep.test",
            "type private-ca, names limited to nothing.test");
  }

  @Test
  void withoutATokenThatHoldsNothingIsTold() throws Exception {
    for (String token : List.of("", "nonsense", "pnl_" + "0".repeat(32) + "_" + "a".repeat(43))) {
      Answer refused = admin.with(token).get(CERTIFICATES);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer realm=\"perennial\"");
      assertThat(refused.header("Set-Cookie")).isEmpty();
    }
    ApiClient ended = ApiClient.of(server, "ended", "reader");
    assertThat(ended.get(CERTIFICATES).status()).isEqualTo(200);
    server.bean(Automation.class).revoke(RunningServer.SYSTEM, "ended");
    assertThat(ended.get(CERTIFICATES).status()).isEqualTo(401);
    String pull = admin.post("/api/v1/consumers", "{\"name\":\"not-an-api-token\"}").text("token");
    assertThat(admin.with(pull).get(CERTIFICATES).status()).isEqualTo(401);
  }

  @Test
  void eachRoleMayDoItsOwnAndNoMore() throws Exception {
    ApiClient reader = ApiClient.of(server, "role-reader", "reader");
    ApiClient operator = ApiClient.of(server, "role-operator", "operator");
    String body = "{\"domains\":[\"roles.example.com\"],\"issuer\":\"private-ca\"}";
    assertThat(reader.get(CERTIFICATES).status()).isEqualTo(200);
    assertThat(reader.get("/api/v1/bindings").status()).isEqualTo(200);
    assertThat(reader.post(CERTIFICATES, body).status()).isEqualTo(403);
    assertThat(operator.post(CERTIFICATES, body).status()).isEqualTo(201);
    assertThat(
            operator.post("/api/v1/issuers", "{\"name\":\"x\",\"type\":\"self-signed\"}").status())
        .isEqualTo(403);
    assertThat(
            operator.post("/api/v1/tokens", "{\"name\":\"x\",\"role\":\"administrator\"}").status())
        .isEqualTo(403);
    assertThat(operator.get("/api/v1/tokens").status()).isEqualTo(403);
    Answer made =
        admin.post("/api/v1/tokens", "{\"name\":\"made\",\"role\":\"reader\",\"days\":1}");
    ApiClient fresh = admin.with(made.text("token"));
    assertThat(fresh.get(CERTIFICATES).status()).isEqualTo(200);
    String path = made.header("Location");
    assertThat(admin.get(path).body()).doesNotContain("pnl_");
    assertThat(admin.get("/api/v1/tokens").body()).contains("\"made\"").doesNotContain("pnl_");
    assertThat(admin.post(path + "/revoke", "").json().has("revokedAt")).isTrue();
    assertThat(fresh.get(CERTIFICATES).status()).isEqualTo(401);
    assertThat(
            admin
                .post("/api/v1/tokens", "{\"name\":\"old\",\"role\":\"reader\",\"days\":366}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void aTokenForOneCertificateHoldsForThatAlone() throws Exception {
    String own = protect("own.example.com").header("Location");
    String foreign = protect("foreign.example.com").header("Location");
    ApiClient narrow =
        ApiClient.of(server, new TokenWish("narrow", "operator", "main", "own-example-com", "1"));
    assertThat(narrow.get(own).status()).isEqualTo(200);
    assertThat(narrow.post(own + "/renew", "").status()).isEqualTo(202);
    Answer policy = narrow.get(own + "/policy");
    assertThat(
            narrow.put(own + "/policy", policy.body(), "If-Match", policy.header("ETag")).status())
        .isEqualTo(200);
    assertThat(narrow.get(foreign).status()).isEqualTo(403);
    assertThat(narrow.post(foreign + "/renew", "").status()).isEqualTo(403);
    assertThat(narrow.get(CERTIFICATES).status()).isEqualTo(403);
    ApiClient vault = ApiClient.of(server, new TokenWish("vault-op", "operator", "main", "", ""));
    assertThat(vault.get(CERTIFICATES).status()).isEqualTo(200);
    assertThat(
            vault
                .post(CERTIFICATES, "{\"domains\":[\"v.example.com\"],\"issuer\":\"private-ca\"}")
                .status())
        .isEqualTo(201);
    assertThat(vault.get("/api/v1/consumers").status()).isEqualTo(403);
    assertThat(admin.get("/api/v1/tokens").body()).contains("\"certificate\":\"own-example-com\"");
  }

  @Test
  void anApplicationGetsASecretAndARoleUntilADayByItselfAndByItsGroup() throws Exception {
    Answer made = admin.post("/api/v1/applications", "{\"name\":\"roles-shop\"}");
    assertThat(made.status()).isEqualTo(201);
    String application = made.header("Location");
    Answer secret = admin.post(application + "/secrets", "{\"days\":2}");
    assertThat(secret.text("secret")).startsWith("pnl_");
    assertThat(admin.get(application + "/secrets").body())
        .contains(secret.text("id"))
        .doesNotContain(secret.text("secret"));

    Answer role =
        admin.post(
            "/api/v1/role-assignments",
            """
            {"role":"4633458b-17de-408a-b874-0445c86b69e6","application":"roles-shop","vault":"main",
             "secret":"not-there-yet","until":"2999-12-31"}
            """);
    assertThat(role.status()).isEqualTo(201);
    assertThat(role.text("role")).isEqualTo("secrets-user");
    assertThat(role.text("secret")).isEqualTo("not-there-yet");
    assertThat(role.text("until")).isEqualTo("3000-01-01T00:00:00Z");
    String address = role.header("Location");
    assertThat(admin.get(address).json()).isEqualTo(role.json());
    assertThat(admin.get("/api/v1/role-assignments?vault=main&secret=not-there-yet").body())
        .contains(role.text("id"));
    assertThat(
            admin
                .get("/api/v1/role-assignments?principal=" + made.text("principal"))
                .json()
                .get("items"))
        .hasSize(1);

    Answer group = admin.post("/api/v1/groups", "{\"name\":\"roles-team\"}");
    String members = group.header("Location") + "/members";
    assertThat(admin.post(members, "{\"application\":\"roles-shop\"}").body())
        .contains("roles-shop");
    assertThat(
            admin
                .post(
                    "/api/v1/role-assignments",
                    "{\"role\":\"perennial-reader\",\"group\":\"roles-team\"}")
                .status())
        .isEqualTo(201);
    assertThat(admin.send("DELETE", members + "/" + made.text("principal"), "").status())
        .isEqualTo(204);
    assertThat(admin.send("DELETE", members + "/" + made.text("principal"), "").status())
        .isEqualTo(404);
    assertThat(admin.send("DELETE", group.header("Location"), "").status()).isEqualTo(204);

    assertThat(admin.send("DELETE", address, "").status()).isEqualTo(204);
    assertThat(admin.get(address).status()).isEqualTo(404);
    assertThat(admin.post(application + "/secrets/" + secret.text("id") + "/revoke", "").status())
        .isEqualTo(204);
    assertThat(admin.post(application + "/revoke", "").json().has("revokedAt")).isTrue();
  }

  @Test
  void aRoleThatCannotBeAssignedIsRefusedWithWhatToEnter() throws Exception {
    admin.post("/api/v1/applications", "{\"name\":\"roles-refused\"}");
    String assignments = "/api/v1/role-assignments";
    String holder = "\"application\":\"roles-refused\"";
    for (String[] wrong :
        new String[][] {
          {"{\"role\":\"king\"," + holder + "}", "secrets-user"},
          {"{\"role\":\"secrets-user\"}", "a user or a group"},
          {"{\"role\":\"secrets-user\",\"group\":\"none-such\"}", "no group"},
          {"{\"role\":\"secrets-user\",\"vault\":\"nowhere\"," + holder + "}", "no vault"},
          {"{\"role\":\"secrets-user\",\"certificate\":\"none\"," + holder + "}", "no certificate"},
          {"{\"role\":\"secrets-user\",\"until\":\"soon\"," + holder + "}", "2027-01-31"},
          {"{\"role\":\"secrets-user\",\"until\":\"2020-01-01\"," + holder + "}", "future"}
        }) {
      Answer answer = admin.post(assignments, wrong[0]);
      assertThat(answer.status()).as(wrong[0]).isEqualTo(400);
      assertThat(answer.body()).contains(wrong[1]);
    }
    ApiClient reader = ApiClient.of(server, "roles-reader", "reader");
    assertThat(reader.get(assignments).status()).isEqualTo(403);
    assertThat(reader.post(assignments, "{\"role\":\"secrets-user\"," + holder + "}").status())
        .isEqualTo(403);
    assertThat(reader.get("/api/v1/groups").status()).isEqualTo(403);
    assertThat(reader.get("/api/v1/applications").status()).isEqualTo(403);
    assertThat(reader.get("/api/v1/role-definitions").body())
        .contains("4633458b-17de-408a-b874-0445c86b69e6", "Microsoft.KeyVault/vaults/keys/*");
  }
}
