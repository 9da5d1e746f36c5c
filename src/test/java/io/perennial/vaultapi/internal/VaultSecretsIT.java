package io.perennial.vaultapi.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.automation.VaultClients;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.secret.Secrets;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Secrets of their own, as a program written for Key Vault keeps them. */
class VaultSecretsIT {

  private static final String HOST = "main.vault.localhost";
  private static final String OTHER = "other.vault.localhost";

  @TempDir static Path folder;

  private static RunningServer server;
  private static VaultClient officer;
  private static String base;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder.resolve("server")).start().awaitReady();
    base = "https://" + HOST + ":" + server.httpsPort();
    var web =
        server
            .bean(Protection.class)
            .protect(
                SYSTEM,
                new Wish("www.example.com", "web", "private-ca", "", "", "", "", List.of()));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            server
                .bean(io.perennial.certificate.Certificates.class)
                .get(SYSTEM, web.id())
                .currentVersion()
                .isPresent());
    jdbc()
        .sql(
            """
            insert into vault (id, name, retention_days, purge_protection, created_at)
            select '00000000000000000000000000000abc', 'other', 7, true, created_at from vault
            """)
        .update();
    officer = VaultClient.admitted(server, folder, "keeper", "secrets-officer");
    server.bean(VaultClients.class).admit(SYSTEM, "other", "keeper", "secrets-officer");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JdbcClient jdbc() {
    return server.bean(JdbcClient.class);
  }

  private static VaultClient.Answer send(
      VaultClient client, String host, String method, String path, String body) {
    return client.call(
        host,
        path + "?api-version=2026-04-01",
        "-X",
        method,
        "-H",
        "Content-Type: application/json",
        "--data-raw",
        body);
  }

  private static VaultClient.Answer send(String method, String path, String body) {
    return send(officer, HOST, method, path, body);
  }

  private static VaultClient.Answer set(String name, String value) {
    return send("PUT", "/secrets/" + name, "{\"value\":\"" + value + "\"}");
  }

  private static String pathOf(VaultClient.Answer answer) {
    return answer.text("/id").substring(base.length());
  }

  private static long recorded(String action, String name) {
    return jdbc()
        .sql(
            "select count(*) from audit_entry where action = :action and actor = 'keeper' and subject like :subject and outcome = 'done'")
        .param("action", action)
        .param("subject", "%/secrets/" + name + "/")
        .query(Long.class)
        .single();
  }

  @Test
  void aSecretIsSetAndReadWithAllThatItIs() {
    VaultClient.Answer answer =
        send(
            "PUT",
            "/secrets/Full",
            """
            {"value":"s3cr\\u20act","contentType":"text/plain","tags":{"team":"shop"},
             "attributes":{"enabled":true,"nbf":1577836800,"exp":1609459200},"later":[1]}
            """);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/id")).matches(base + "/secrets/full/[0-9a-f]{32}");
    assertThat(answer.text("/value")).isEqualTo("s3cr\u20act");
    assertThat(answer.text("/contentType")).isEqualTo("text/plain");
    assertThat(answer.text("/tags/team")).isEqualTo("shop");
    assertThat(answer.json().at("/attributes/nbf").asLong()).isEqualTo(1_577_836_800);
    assertThat(answer.json().at("/attributes/exp").asLong()).isEqualTo(1_609_459_200);
    assertThat(answer.json().at("/attributes/recoverableDays").asInt()).isEqualTo(90);
    assertThat(answer.text("/attributes/recoveryLevel")).isEqualTo("Recoverable+Purgeable");
    assertThat(answer.json().has("managed")).isFalse();
    assertThat(officer.get("/secrets/full/").json())
        .as("expired, and read all the same")
        .isEqualTo(answer.json());
    assertThat(officer.get(pathOf(answer)).json()).isEqualTo(answer.json());
    assertThat(recorded("SecretSet", "full")).isOne();
    assertThat(recorded("SecretGet", "full")).isEqualTo(2);
  }

  @Test
  void whatIsNotValidYetIsReadAllTheSame() {
    send("PUT", "/secrets/early", "{\"value\":\"x\",\"attributes\":{\"nbf\":4102444800}}");
    assertThat(officer.get("/secrets/early").text("/value")).isEqualTo("x");
  }

  @Test
  void eachSettingIsAVersionOfWhichTheLastIsCurrent() {
    String first = pathOf(set("twice", "one"));
    String second = pathOf(set("twice", "two"));

    assertThat(officer.get("/secrets/twice").text("/value")).isEqualTo("two");
    assertThat(officer.get(first).text("/value")).isEqualTo("one");
    JsonNode versions = officer.get("/secrets/twice/versions").json().at("/value");
    assertThat(versions).hasSize(2);
    assertThat(versions.get(0).at("/id").asString()).isEqualTo(base + second);
    assertThat(versions.get(0).has("value")).isFalse();
  }

  @Test
  void aVersionIsChangedAndADisabledOneIsNotRead() {
    VaultClient.Answer made =
        send("PUT", "/secrets/off", "{\"value\":\"x\",\"tags\":{\"a\":\"b\"}}");
    VaultClient.Answer changed =
        send(
            "PATCH",
            pathOf(made),
            "{\"contentType\":\"t\",\"attributes\":{\"enabled\":false,\"exp\":null}}");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().has("value")).isFalse();
    assertThat(changed.text("/tags/a")).isEqualTo("b");
    assertThat(changed.text("/contentType")).isEqualTo("t");
    VaultClient.Answer refused = officer.get("/secrets/off");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/error/code")).isEqualTo("Forbidden");
    assertThat(refused.text("/error/innererror/code")).isEqualTo("SecretDisabled");
    assertThat(refused.text("/error/message"))
        .isEqualTo("Operation get is not allowed on a disabled secret.");
    assertThat(send("PATCH", "/secrets/off/", "{\"attributes\":{\"enabled\":true}}").status())
        .as("the current version")
        .isEqualTo(200);
    assertThat(officer.get("/secrets/off").text("/value")).isEqualTo("x");
    assertThat(recorded("SecretUpdate", "off")).isEqualTo(2);
  }

  @Test
  void aDeletedSecretHoldsItsNameUntilItIsRecovered() {
    VaultClient.Answer made = set("back", "kept");
    VaultClient.Answer deleted = send("DELETE", "/secrets/back", "");

    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.text("/recoveryId")).isEqualTo(base + "/deletedsecrets/back");
    assertThat(deleted.text("/id")).isEqualTo(made.text("/id"));
    assertThat(deleted.json().at("/scheduledPurgeDate").asLong())
        .isEqualTo(deleted.json().at("/deletedDate").asLong() + 90 * 86_400);
    assertThat(deleted.body()).doesNotContain("kept");
    assertThat(officer.get("/secrets/back").text("/error/code")).isEqualTo("SecretNotFound");
    assertThat(officer.get("/deletedsecrets/back").json()).isEqualTo(deleted.json());
    assertThat(officer.get("/deletedsecrets").body()).contains("/deletedsecrets/back\"");
    assertThat(officer.get("/secrets").body()).doesNotContain("/secrets/back\"");
    VaultClient.Answer held = set("back", "again");
    assertThat(held.status()).isEqualTo(409);
    assertThat(held.text("/error/code")).isEqualTo("Conflict");
    assertThat(held.text("/error/innererror/code")).isEqualTo("ObjectIsDeletedButRecoverable");

    VaultClient.Answer recovered = send("POST", "/deletedsecrets/back/recover", "");
    assertThat(recovered.status()).isEqualTo(200);
    assertThat(recovered.text("/id")).isEqualTo(made.text("/id"));
    assertThat(officer.get("/secrets/back").text("/value")).isEqualTo("kept");
    assertThat(officer.get("/deletedsecrets/back").status()).isEqualTo(404);
    assertThat(recorded("SecretDelete", "back")).isOne();
    assertThat(recorded("SecretRecover", "back")).isOne();
  }

  @Test
  void aPurgedSecretLeavesNoRow() {
    set("gone", "x");
    assertThat(send("DELETE", "/deletedsecrets/gone", "").status()).isEqualTo(404);
    send("DELETE", "/secrets/gone", "");
    VaultClient.Answer purged = send("DELETE", "/deletedsecrets/gone", "");

    assertThat(purged.status()).isEqualTo(204);
    assertThat(purged.body()).isEmpty();
    assertThat(officer.get("/deletedsecrets/gone").status()).isEqualTo(404);
    assertThat(
            jdbc()
                .sql("select count(*) from secret where name = 'gone'")
                .query(Long.class)
                .single())
        .isZero();
    assertThat(recorded("SecretPurge", "gone")).isOne();
    assertThat(set("gone", "anew").status()).isEqualTo(200);
  }

  @Test
  void theEnginePurgesWhatHasHadItsDays() {
    set("overdue", "x");
    send("DELETE", "/secrets/overdue", "");
    jdbc().sql("update secret set purge_at = deleted_at where name = 'overdue'").update();
    jdbc()
        .sql("update scheduled_tasks set execution_time = :now where task_name = 'secret-purge'")
        .param("now", io.perennial.kernel.DatabaseTime.of(java.time.Instant.EPOCH))
        .update();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    jdbc()
                        .sql("select count(*) from secret where name = 'overdue'")
                        .query(Long.class)
                        .single())
                .isZero());
  }

  @Test
  void aProtectedVaultSaysSoAndPurgesNothing() {
    VaultClient.Answer made = send(officer, OTHER, "PUT", "/secrets/mine", "{\"value\":\"x\"}");
    assertThat(made.text("/attributes/recoveryLevel")).isEqualTo("CustomizedRecoverable");
    assertThat(made.json().at("/attributes/recoverableDays").asInt()).isEqualTo(7);
    send(officer, OTHER, "DELETE", "/secrets/mine", "");
    VaultClient.Answer refused = send(officer, OTHER, "DELETE", "/deletedsecrets/mine", "");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/error/code")).isEqualTo("Forbidden");
  }

  @Test
  void aBackupIsRestoredWithAllVersionsWhereTheNameIsFree() {
    String first = pathOf(set("saved", "one"));
    set("saved", "two");
    String backup = send("POST", "/secrets/saved/backup", "").text("/value");
    assertThat(backup).matches("[0-9A-Za-z_-]+");
    String body = "{\"value\":\"" + backup + "\"}";

    assertThat(send("POST", "/secrets/restore", body).status()).isEqualTo(409);
    assertThat(send(officer, OTHER, "POST", "/secrets/restore", body).status()).isEqualTo(200);
    send("DELETE", "/secrets/saved", "");
    send("DELETE", "/deletedsecrets/saved", "");
    assertThat(send("POST", "/secrets/restore", body).status()).isEqualTo(200);
    assertThat(officer.get(first).text("/value")).isEqualTo("one");
    assertThat(officer.get("/secrets/saved").text("/value")).isEqualTo("two");

    for (String bad : List.of("A" + backup, backup.substring(9), "", "no base64!")) {
      VaultClient.Answer refused = send("POST", "/secrets/restore", "{\"value\":\"" + bad + "\"}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("/error/code")).isEqualTo("Malformed backup blob");
    }
    assertThat(recorded("SecretBackup", "saved")).isOne();
    assertThat(recorded("SecretRestore", "saved")).isEqualTo(2);
  }

  @Test
  void theListHasBothKindsByNameAndItsPartsAreFollowed() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String name = "w%02d".formatted(i);
      assertThat(set(name, "x").status()).isEqualTo(200);
      made.add(name);
    }
    List<String> names = new ArrayList<>();
    VaultClient.Answer part = officer.get("/secrets");
    assertThat(part.json().at("/value")).hasSize(25);
    String token = part.text("/nextLink").substring(base.length());
    while (true) {
      for (JsonNode item : part.json().at("/value")) {
        String name = item.at("/id").asString().substring((base + "/secrets/").length());
        assertThat(item.at("/managed").asBoolean(false))
            .isEqualTo(List.of("web", "perennial-server").contains(name));
        assertThat(item.has("value")).isFalse();
        names.add(name);
      }
      String next = part.text("/nextLink");
      if (next.isEmpty()) {
        break;
      }
      part = officer.call(HOST, next.substring(base.length()));
    }
    assertThat(names).isSorted().doesNotHaveDuplicates().containsAll(made).contains("web");
    assertThat(officer.get("/secrets?maxresults=1").json().at("/value")).hasSize(1);
    assertThat(officer.get("/secrets?maxresults=0").status()).isEqualTo(400);
    assertThat(officer.get("/secrets?maxresults=26").status()).isEqualTo(400);
    VaultClient.Answer foreign = officer.call(OTHER, token);
    assertThat(foreign.status()).as("a token of another vault").isEqualTo(400);
    assertThat(foreign.text("/error/code")).isEqualTo("BadParameter");
    assertThat(
            jdbc()
                .sql("select count(*) from audit_entry where action = 'SecretList'")
                .query(Long.class)
                .single())
        .isPositive();
  }

  @Test
  void aCertificatesSecretTakesNoChange() {
    for (VaultClient.Answer refused :
        List.of(
            set("web", "mine"),
            send("PATCH", "/secrets/web/", "{}"),
            send("DELETE", "/secrets/web", ""),
            send("POST", "/secrets/web/backup", ""))) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("/error/innererror/code")).isEqualTo("SecretManagedByKeyVault");
    }
    assertThat(officer.get("/secrets/web").json().at("/managed").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{}",
        "{\"value\":null}",
        "{\"value\":7}",
        "{\"value\":\"secret-text\",\"value\":\"secret-text\"}",
        "{\"value\":\"secret-text\"} x",
        "{\"value\":\"secret-text\\ud800\"}",
        "{\"value\":\"secret-text\",\"tags\":[]}",
        "{\"value\":\"secret-text\",\"tags\":{\"a\":1}}",
        "{\"value\":\"secret-text\",\"tags\":{\"a\":null}}",
        "{\"value\":\"secret-text\",\"tags\":{\"a\":\"\\u0000\"}}",
        "{\"value\":\"secret-text\",\"contentType\":\"\\u0000\"}",
        "{\"value\":\"secret-text\",\"attributes\":7}",
        "{\"value\":\"secret-text\",\"attributes\":{\"enabled\":\"true\"}}",
        "{\"value\":\"secret-text\",\"attributes\":{\"exp\":1.5}}",
        "{\"value\":\"secret-text\",\"attributes\":{\"exp\":99999999999999999999}}",
        "{\"value\":\"secret-text\",\"attributes\":{\"nbf\":-1}}"
      })
  void aBodyThatIsWrongIsRefusedAndNotQuoted(String body) {
    VaultClient.Answer answer = send("PUT", "/secrets/wrong", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/code")).isEqualTo("BadParameter");
    assertThat(answer.body()).doesNotContain("secret-text");
    assertThat(officer.get("/secrets/wrong").status()).isEqualTo(404);
  }

  @Test
  void limitsAreKeyVaults() {
    assertThat(set("long", "x".repeat(Secrets.LONGEST_VALUE)).status()).isEqualTo(200);
    assertThat(set("long", "x".repeat(Secrets.LONGEST_VALUE + 1)).status()).isEqualTo(400);
    StringBuilder tags = new StringBuilder();
    for (int i = 0; i < 16; i++) {
      tags.append(i == 0 ? "" : ",").append("\"t").append(i).append("\":\"\"");
    }
    assertThat(send("PUT", "/secrets/long", "{\"value\":\"\",\"tags\":{" + tags + "}}").status())
        .isEqualTo(400);
    assertThat(
            send(
                    "PUT",
                    "/secrets/long",
                    "{\"value\":\"\",\"contentType\":\"" + "t".repeat(256) + "\"}")
                .status())
        .isEqualTo(400);
    assertThat(set("n".repeat(127), "x").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /secrets/none, 404, SecretNotFound",
    "GET, /secrets/none/versions, 404, SecretNotFound",
    "PATCH, /secrets/none/, 404, SecretNotFound",
    "PATCH, /secrets/known/00000000000000000000000000000000, 404, SecretNotFound",
    "GET, /secrets/known/00000000000000000000000000000000, 404, SecretNotFound",
    "GET, /secrets/known/current, 404, SecretNotFound",
    "DELETE, /secrets/none, 404, SecretNotFound",
    "POST, /secrets/none/backup, 404, SecretNotFound",
    "GET, /deletedsecrets/none, 404, SecretNotFound",
    "DELETE, /deletedsecrets/none, 404, SecretNotFound",
    "POST, /deletedsecrets/none/recover, 404, SecretNotFound",
    "PUT, /secrets/, 404, NotFound",
    "PUT, /secrets/a_b, 400, BadParameter",
    "PUT, /secrets/%2e%2e, 400, BadParameter",
    "PUT, /secrets/../known, 400, BadParameter",
    "GET, /secrets/known?outContentType=text/plain, 400, BadParameter"
  })
  void whatIsWrongIsSaidInKeyVaultsWords(String method, String path, int status, String code) {
    set("known", "x");
    VaultClient.Answer answer =
        path.contains("?")
            ? officer.get(path)
            : send(method, path, method.equals("GET") ? "" : "{\"value\":\"x\"}");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("/error/code")).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/secrets/..%2fa", "/secrets/a%2fb", "/secrets/a%00", "/secrets/a;b=c"})
  void aNameWithSomethingHiddenInItIsNone(String path) {
    assertThat(send("PUT", path, "{\"value\":\"x\"}").status()).isEqualTo(400);
  }

  @Test
  void aNameOf128CharactersIsNone() {
    assertThat(set("n".repeat(128), "x").text("/error/code")).isEqualTo("BadParameter");
  }

  @ParameterizedTest
  @CsvSource({
    "administrator, 200, 200, 200, 200",
    "secrets-officer, 200, 200, 200, 200",
    "secrets-user, 200, 200, 403, 403",
    "reader, 403, 200, 403, 403",
    "certificates-officer, 403, 403, 403, 403"
  })
  void eachRoleMayWhatKeyVaultSays(String role, int get, int list, int set, int backup) {
    set("shared", "x");
    VaultClient client = VaultClient.admitted(server, folder, "s-" + role, role);

    assertThat(client.get("/secrets/shared").status()).isEqualTo(get);
    assertThat(client.get("/secrets").status()).isEqualTo(list);
    assertThat(client.get("/deletedsecrets").status()).isEqualTo(list);
    assertThat(send(client, HOST, "PUT", "/secrets/shared", "{\"value\":\"y\"}").status())
        .isEqualTo(set);
    assertThat(send(client, HOST, "POST", "/secrets/shared/backup", "").status()).isEqualTo(backup);
    assertThat(client.call(OTHER, "/secrets/shared?api-version=7.6").status())
        .as("at another vault")
        .isEqualTo(403);
  }

  @Test
  void noValueIsInTheAuditOrInClear() {
    set("quiet", "a-value-to-look-for");
    officer.get("/secrets/quiet");
    assertThat(
            jdbc()
                .sql(
                    "select count(*) from audit_entry where concat(actor, action, subject, detail) like '%a-value-to%'")
                .query(Long.class)
                .single())
        .isZero();
    for (byte[] sealed :
        jdbc()
            .sql(
                "select v.sealed from secret s join secret_version v on v.secret_id = s.id where s.name = 'quiet'")
            .query(byte[].class)
            .list()) {
      assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
          .doesNotContain("a-value-to");
    }
  }
}
