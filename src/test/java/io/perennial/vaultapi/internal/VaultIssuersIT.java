package io.perennial.vaultapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.automation.VaultClients;
import io.perennial.testing.RunningServer;
import io.perennial.vaultapi.internal.VaultClient.Answer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Issuers and contacts, as a program written for Key Vault configures them. */
class VaultIssuersIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LOCAL =
      """
      {"provider": "Local",
       "credentials": {"account_id": "organization=Shop Trust; validity=P10D"},
       "org_details": {"id": "42", "admin_details": [{"first_name": "Ada", "email": "ada@shop.test"}]}}
      """;

  @TempDir static Path folder;

  private static RunningServer server;
  private static VaultClient officer;
  private static String base;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder.resolve("server")).start().awaitReady();
    base = "https://main.vault.localhost:" + server.httpsPort();
    officer = VaultClient.admitted(server, folder, "shop", "certificates-officer");
    jdbc()
        .sql(
            """
            insert into vault (id, name, retention_days, purge_protection, created_at)
            select '00000000000000000000000000000abc', 'other', 7, true, created_at from vault
            """)
        .update();
    server
        .bean(VaultClients.class)
        .admit(RunningServer.SYSTEM, "other", "shop", "certificates-officer");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JdbcClient jdbc() {
    return server.bean(JdbcClient.class);
  }

  private static Answer put(String name, String body) {
    return officer.send("PUT", "/certificates/issuers/" + name, body);
  }

  @Test
  void a_vaults_own_issuer_issues_its_certificates() throws Exception {
    Answer made = put("Shop", LOCAL);

    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.text("/id")).isEqualTo(base + "/certificates/issuers/shop");
    assertThat(made.text("/provider")).isEqualTo("Local");
    assertThat(made.text("/credentials/account_id"))
        .isEqualTo("organization=Shop Trust; validity=P10D");
    assertThat(made.text("/org_details/id")).isEqualTo("42");
    assertThat(made.text("/org_details/zip")).isEqualTo("0");
    assertThat(made.text("/org_details/admin_details/0/email")).isEqualTo("ada@shop.test");
    assertThat(made.text("/attributes/enabled")).isEqualTo("true");
    assertThat(officer.get("/certificates/issuers/SHOP").json()).isEqualTo(made.json());
    assertThat(officer.get("/certificates/issuers").json().get("value").valueStream())
        .extracting(item -> item.get("id").asString())
        .contains(base + "/certificates/issuers/shop", base + "/certificates/issuers/private-ca")
        .doesNotContain(base + "/certificates/issuers/self-signed");

    officer.send(
        "POST",
        "/certificates/till/create",
        """
        {"policy": {"issuer": {"name": "shop"}, "x509_props": {"subject": "CN=till.shop.test"}}}
        """);

    await()
        .atMost(PATIENCE)
        .until(() -> officer.get("/certificates/till/pending").text("/status").equals("completed"));
    X509Certificate leaf =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        Base64.getDecoder()
                            .decode(officer.get("/certificates/till").text("/cer"))));
    assertThat(leaf.getIssuerX500Principal().getName()).contains("Shop Trust");
    assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
        .isBetween(Duration.ofDays(9), Duration.ofDays(11));
    assertThat(officer.get("/certificates/till/policy").text("/issuer/name")).isEqualTo("shop");

    Answer kept = officer.send("DELETE", "/certificates/issuers/shop", "");
    assertThat(kept.status()).isEqualTo(409);
    assertThat(kept.text("/error/message")).contains("Purge them first");
    assertThat(officer.get("/certificates/issuers/shop").status()).isEqualTo(200);
  }

  @Test
  void an_issuer_is_its_vaults_alone() {
    put("mine", LOCAL);

    Answer elsewhere =
        officer.call("other.vault.localhost", "/certificates/issuers/mine?api-version=7.6");
    Answer used =
        officer.call(
            "other.vault.localhost",
            "/certificates/theirs/create?api-version=7.6",
            "-X",
            "POST",
            "-H",
            "Content-Type: application/json",
            "--data-raw",
            "{\"policy\":{\"issuer\":{\"name\":\"mine\"},\"x509_props\":{\"subject\":\"CN=a.test\"}}}");
    Answer same =
        officer.call(
            "other.vault.localhost",
            "/certificates/issuers/mine?api-version=7.6",
            "-X",
            "PUT",
            "-H",
            "Content-Type: application/json",
            "--data-raw",
            LOCAL);

    assertThat(elsewhere.status()).isEqualTo(404);
    assertThat(elsewhere.text("/error/code")).isEqualTo("CertificateIssuerNotFound");
    assertThat(used.status()).isEqualTo(400);
    assertThat(used.text("/error/message")).startsWith("There is no issuer mine");
    assertThat(same.status()).as(same.body()).isEqualTo(200);
  }

  @Test
  void a_password_is_sealed_and_never_told() {
    Answer made =
        put(
            "public",
            """
            {"provider": "acme",
             "credentials": {"account_id": "https://acme.test/directory?a=b;eab-key-id=k1",
                             "pwd": "bm90LWEtcmVhbC1obWFjLWtleS1idXQtbG9uZy1lbm91Z2g"},
             "org_details": {"admin_details": [{"email": "ada@shop.test"}]}}
            """);

    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.text("/provider")).isEqualTo("ACME");
    assertThat(made.body()).doesNotContain("bm90LWEtcmVhbC1obWFjLWtleS1idXQtbG9uZy1lbm91Z2g");
    assertThat(
            jdbc()
                .sql("select settings from issuer where name = 'public'")
                .query(String.class)
                .single())
        .contains("https://acme.test/directory?a=b", "k1", "ada@shop.test")
        .doesNotContain("bm90LWEtcmVhbC1obWFjLWtleS1idXQtbG9uZy1lbm91Z2g");

    Answer edited =
        officer.send(
            "PATCH",
            "/certificates/issuers/public",
            "{\"credentials\":{\"account_id\":\"https://acme.test/other;eab-key-id=k1\"},\"attributes\":{\"enabled\":false}}");
    Answer deleted = officer.send("DELETE", "/certificates/issuers/public", "");

    assertThat(edited.status()).as(edited.body()).isEqualTo(200);
    assertThat(edited.text("/credentials/account_id"))
        .isEqualTo("https://acme.test/other;eab-key-id=k1");
    assertThat(edited.text("/attributes/enabled")).isEqualTo("false");
    assertThat(edited.text("/org_details/admin_details/0/email")).isEqualTo("ada@shop.test");
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.text("/provider")).isEqualTo("ACME");
    assertThat(officer.get("/certificates/issuers/public").status()).isEqualTo(404);
  }

  @Test
  void a_disabled_issuer_is_not_asked() {
    put("resting", LOCAL);
    officer.send("PATCH", "/certificates/issuers/resting", "{\"attributes\":{\"enabled\":false}}");

    Answer refused =
        officer.send(
            "POST",
            "/certificates/late/create",
            """
            {"policy": {"issuer": {"name": "resting"}, "x509_props": {"subject": "CN=a.shop.test"}}}
            """);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/error/message")).contains("disabled");
    assertThat(officer.get("/certificates/late").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|{}|400|provider is one of",
        "a|{\"provider\":\"DigiCert\"}|400|provider is one of",
        "a|{\"provider\":\"Self-Signed\"}|400|provider is one of",
        "self|{\"provider\":\"Local\"}|400|self means something else",
        "a|{\"provider\":\"ACME\"}|400|directory",
        "a|{\"provider\":\"ACME\",\"credentials\":{\"account_id\":\"colour=red\"}}|400|account_id holds",
        "a|{\"provider\":\"ACME\",\"credentials\":{\"account_id\":\"http://acme.test\"}}|400|account_id holds",
        "a|{\"provider\":\"ACME\",\"credentials\":{\"account_id\":\"eab-hmac-key=x\"}}|400|eab-hmac-key is secret",
        "a|{\"provider\":\"Local\",\"credentials\":{\"pwd\":\"x\"}}|400|Local takes no password",
        "a|{\"provider\":\"Local\",\"credentials\":{\"account_id\":\"https://x.test\"}}|400|Local has no address",
        "private-ca|{\"provider\":\"Local\"}|409|The issuer private-ca is there for every vault"
      })
  void refuses(String name, String body, int status, String message) {
    Answer answer = put(name, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("/error/message")).startsWith(message);
    assertThat(officer.get("/certificates/issuers/a").status()).isEqualTo(404);
  }

  @Test
  void the_deployments_issuers_are_seen_and_not_changed() {
    assertThat(officer.get("/certificates/issuers/private-ca").text("/provider"))
        .isEqualTo("Local");
    Answer deleted = officer.send("DELETE", "/certificates/issuers/private-ca", "");
    Answer edited =
        officer.send(
            "PATCH", "/certificates/issuers/private-ca", "{\"attributes\":{\"enabled\":false}}");

    assertThat(deleted.status()).isEqualTo(403);
    assertThat(edited.status()).isEqualTo(403);
    assertThat(edited.text("/error/innererror/code")).isEqualTo("IssuerOfTheDeployment");
  }

  @Test
  void contacts_are_set_read_and_removed() {
    assertThat(officer.get("/certificates/contacts").text("/error/code"))
        .isEqualTo("ContactsNotFound");

    Answer set =
        officer.send(
            "PUT",
            "/certificates/contacts",
            "{\"contacts\":[{\"email\":\"ada@shop.test\",\"name\":\"Ada\"},{\"email\":\"b@shop.test\",\"phone\":\"1\"}]}");

    assertThat(set.status()).as(set.body()).isEqualTo(200);
    assertThat(set.text("/id")).isEqualTo(base + "/certificates/contacts");
    assertThat(set.text("/contacts/1/phone")).isEqualTo("1");
    assertThat(officer.get("/certificates/contacts").json()).isEqualTo(set.json());
    assertThat(
            officer
                .send("PUT", "/certificates/contacts", "{\"contacts\":[{\"email\":\"nobody\"}]}")
                .status())
        .isEqualTo(400);
    assertThat(officer.send("PUT", "/certificates/contacts", "{\"contacts\":[]}").status())
        .isEqualTo(400);
    assertThat(officer.send("DELETE", "/certificates/contacts", "").json()).isEqualTo(set.json());
    assertThat(officer.get("/certificates/contacts").status()).isEqualTo(404);
    assertThat(officer.send("DELETE", "/certificates/contacts", "").status()).isEqualTo(404);
  }
}
