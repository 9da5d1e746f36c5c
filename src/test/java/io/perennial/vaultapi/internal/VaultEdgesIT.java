package io.perennial.vaultapi.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.automation.VaultClients;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Names at their limits, places in lists of others, and times of edits. */
class VaultEdgesIT {

  private static final String OTHER = "other.vault.localhost";

  @TempDir static Path folder;

  private static RunningServer server;
  private static VaultClient sdk;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder.resolve("server")).with(TimeInHand.class).start().awaitReady();
    server
        .bean(JdbcClient.class)
        .sql(
            """
            insert into vault (id, name, retention_days, purge_protection, created_at)
            select '00000000000000000000000000000abc', 'other', 7, false, created_at from vault
            """)
        .update();
    sdk = VaultClient.admitted(server, folder, "sdk", "administrator");
    server.bean(VaultClients.class).admit(SYSTEM, "other", "sdk", "administrator");
    create("web");
    for (String name : List.of("one", "two")) {
      for (String host : List.of(OTHER, "main.vault.localhost")) {
        assertThat(sdk.send(host, "PUT", "/secrets/" + name, "{\"value\":\"x\"}").status())
            .isEqualTo(200);
      }
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void create(String name) {
    VaultClient.Answer begun =
        sdk.send(
            "POST",
            "/certificates/" + name + "/create",
            """
            {"policy":{"issuer":{"name":"Self"},"key_props":{"kty":"EC"},
              "x509_props":{"subject":"CN=web.example.com"}}}
            """);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> sdk.get("/certificates/" + name + "/pending").text("/status"),
            "completed"::equals);
  }

  @Test
  void aNameHas127CharactersAtMost() {
    create("n".repeat(127));
    assertThat(sdk.get("/certificates/" + "n".repeat(127)).status()).isEqualTo(200);

    for (String path : List.of("/certificates/%s", "/secrets/%s", "/keys/%s")) {
      VaultClient.Answer refused = sdk.get(path.formatted("n".repeat(128)));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("/error/code")).isEqualTo("BadParameter");
    }
    VaultClient.Answer created =
        sdk.send(
            "POST",
            "/certificates/" + "n".repeat(128) + "/create",
            "{\"policy\":{\"x509_props\":{\"subject\":\"CN=a.example.com\"}}}");
    assertThat(created.status()).isEqualTo(400);
    assertThat(created.text("/error/code")).isEqualTo("BadParameter");
  }

  @Test
  void aNameHasOneCharacterAtLeast() {
    VaultClient.Answer created =
        sdk.send(
            "POST",
            "/certificates//create",
            "{\"policy\":{\"x509_props\":{\"subject\":\"CN=a.example.com\"}}}");
    assertThat(created.status()).isEqualTo(404);
    assertThat(created.text("/error/code")).isEqualTo("NotFound");
    VaultClient.Answer set = sdk.send("PUT", "/secrets/", "{\"value\":\"x\"}");
    assertThat(set.status()).isEqualTo(404);
    assertThat(set.text("/error/code")).isEqualTo("NotFound");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%2Fb", "a%2fb", "a%5Cb", "%2E%2E", "..%2Fsecrets", "a%20b", "a;b"})
  void aNameWithAnythingElseIsRefusedInKeyVaultsForm(String name) {
    VaultClient.Answer refused = sdk.get("/certificates/" + name);

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.text("/error/code")).isEqualTo("BadParameter");
  }

  @Test
  void anEncodedSlashIsNoWayAroundTheChallenge() {
    VaultClient.Answer challenged = VaultClient.stranger(server, folder).get("/certificates%2Fweb");

    assertThat(challenged.status()).isEqualTo(401);
    assertThat(challenged.header("WWW-Authenticate")).startsWith("Bearer authorization=");
    assertThat(
            VaultClient.stranger(server, folder)
                .call("localhost", "/adfs%2F.well-known/openid-configuration")
                .status())
        .isIn(400, 404);
  }

  @Test
  void namesDifferByMoreThanCase() {
    assertThat(sdk.get("/certificates/WEB").text("/id"))
        .isEqualTo(sdk.get("/certificates/web").text("/id"));
    assertThat(sdk.get("/secrets/ONE").text("/value")).isEqualTo("x");
    assertThat(sdk.get("/keys/Web").status()).isEqualTo(200);
    assertThat(sdk.send("PUT", "/secrets/WEB", "{\"value\":\"x\"}").status()).isEqualTo(403);
  }

  @Test
  void aPlaceInAnotherListIsNone() {
    String token = token(sdk.get("/secrets?maxresults=1"));
    assertThat(sdk.get("/secrets?maxresults=1&%24skiptoken=" + token).status()).isEqualTo(200);

    for (String list :
        List.of("/certificates", "/keys", "/deletedsecrets", "/secrets/one/versions")) {
      VaultClient.Answer refused = sdk.get(list + "?%24skiptoken=" + token);
      assertThat(refused.status()).as(list).isEqualTo(400);
      assertThat(refused.text("/error/code")).isEqualTo("BadParameter");
    }
    assertThat(sdk.call(OTHER, "/secrets?api-version=7.6&%24skiptoken=" + token).status())
        .isEqualTo(400);
  }

  private static String token(VaultClient.Answer part) {
    return part.text("/nextLink").replaceAll(".*skiptoken=([^&]*).*", "$1");
  }

  @Test
  void anEditIsSeenInTheTimeOfTheLastChange() {
    create("edited");
    long created = time("/certificates/edited", "created");
    assertThat(time("/certificates/edited", "updated")).isEqualTo(created);
    server.bean(SettableClock.class).advance(Duration.ofMinutes(5));

    sdk.send("PATCH", "/certificates/edited/", "{\"tags\":{\"team\":\"shop\"}}");

    for (String path : List.of("/certificates/edited", "/secrets/edited", "/keys/edited")) {
      assertThat(time(path, "created")).isEqualTo(created);
      assertThat(time(path, "updated")).as(path).isGreaterThanOrEqualTo(created + 300);
      assertThat(sdk.get(path).text("/attributes/recoveryLevel"))
          .isEqualTo("Recoverable+Purgeable");
      assertThat(sdk.get(path).json().at("/attributes/recoverableDays").asInt()).isEqualTo(90);
    }
  }

  private static long time(String path, String which) {
    return sdk.get(path).json().at("/attributes/" + which).asLong();
  }
}
