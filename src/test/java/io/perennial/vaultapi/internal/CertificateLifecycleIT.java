package io.perennial.vaultapi.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Slice;
import io.perennial.pki.Pem;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import io.perennial.vault.Vaults;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Certificates are imported, edited, deleted, recovered and purged over the data plane. */
class CertificateLifecycleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;

  private static RunningServer server;
  private static VaultClient officer;
  private static VaultClient user;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder.resolve("server")).start().awaitReady();
    officer = VaultClient.admitted(server, folder, "officer", "certificates-officer");
    user = VaultClient.admitted(server, folder, "user", "certificate-user");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private record Made(KeyPair pair, X509Certificate certificate) {

    static Made of(String name) throws Exception {
      KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
      return new Made(
          pair,
          TestCertificates.of(name, Instant.now().minusSeconds(60), Duration.ofDays(90), pair));
    }

    String pem() {
      return new String(
          Pem.bundle(
              pair.getPrivate().getEncoded(),
              Pem.certificates(List.of(certificate)).getBytes(StandardCharsets.US_ASCII)),
          StandardCharsets.US_ASCII);
    }

    String pfx(String password) throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "key", pair.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, password.toCharArray());
      return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
  }

  private static VaultClient.Answer bring(String name, String value, String more) {
    return officer.send(
        "POST",
        "/certificates/" + name + "/import",
        "{\"value\":%s%s}".formatted(JSON.writeValueAsString(value), more));
  }

  @Test
  void aCertificateAndASecretDoNotShareAName() throws Exception {
    VaultClient secrets = VaultClient.admitted(server, folder, "secrets", "secrets-officer");
    assertThat(secrets.send("PUT", "/secrets/shared", "{\"value\":\"first\"}").status())
        .isEqualTo(200);
    VaultClient.Answer refused = bring("shared", Made.of("shared.example.com").pem(), "");
    assertThat(refused.status()).as(refused.body()).isEqualTo(409);
    assertThat(refused.body()).contains("already a secret shared");
    assertThat(officer.get("/certificates/shared").status()).isEqualTo(404);

    assertThat(secrets.send("DELETE", "/secrets/shared", "").status()).isEqualTo(200);
    assertThat(bring("shared", Made.of("shared.example.com").pem(), "").status()).isEqualTo(409);
    assertThat(secrets.send("DELETE", "/deletedsecrets/shared", "").status()).isEqualTo(204);
    assertThat(bring("shared", Made.of("shared.example.com").pem(), "").status()).isEqualTo(200);

    assertThat(officer.send("DELETE", "/certificates/shared", "").status()).isEqualTo(200);
    VaultClient.Answer held = secrets.send("PUT", "/secrets/shared", "{\"value\":\"again\"}");
    assertThat(held.status()).as(held.body()).isEqualTo(403);
    assertThat(held.body()).contains("associated with a certificate");
  }

  private static VaultClient.Answer made(String name) {
    VaultClient.Answer begun =
        officer.send(
            "POST",
            "/certificates/" + name + "/create",
            """
            {"policy":{"issuer":{"name":"private-ca"},"key_props":{"kty":"EC"},
              "x509_props":{"subject":"CN=%s.example.com"}},"tags":{"a":"1"}}\
            """
                .formatted(name));
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    await()
        .atMost(PATIENCE)
        .until(() ->
            officer.get("/certificates/" + name + "/pending").text("/status").equals("completed"));
    return officer.get("/certificates/" + name);
  }

  private static long count(String sql, String value) {
    return server.bean(JdbcClient.class).sql(sql).param("value", value).query(Long.class).single();
  }

  @Test
  void aPfxAndAPemAreImportedAndReadBack() throws Exception {
    Made made = Made.of("pfx.example.com");
    VaultClient.Answer pfx =
        bring("pfx", made.pfx("secret"), ",\"pwd\":\"secret\",\"tags\":{\"from\":\"file\"}");

    assertThat(pfx.status()).as(pfx.body()).isEqualTo(200);
    assertThat(pfx.text("/cer"))
        .isEqualTo(Base64.getEncoder().encodeToString(made.certificate().getEncoded()));
    assertThat(pfx.text("/policy/issuer/name")).isEqualTo("Unknown");
    assertThat(pfx.json().at("/policy/x509_props/validity_months").asInt()).isEqualTo(3);
    assertThat(pfx.json().has("pending")).isFalse();
    assertThat(pfx.text("/tags/from")).isEqualTo("file");
    assertThat(user.get("/secrets/pfx").text("/contentType")).isEqualTo("application/x-pkcs12");

    Made pem = Made.of("pem.example.com");
    VaultClient.Answer second =
        bring(
            "pem",
            pem.pem(),
            ",\"policy\":{\"secret_props\":{\"contentType\":\"application/x-pem-file\"},\"issuer\":{\"name\":\"private-ca\"}}");
    assertThat(second.status()).as(second.body()).isEqualTo(200);
    assertThat(second.text("/policy/issuer/name")).isEqualTo("private-ca");
    assertThat(user.get("/secrets/pem").text("/value")).isEqualTo(pem.pem());
    assertThat(count("select count(*) from audit_entry where action = :value", "CertificateImport"))
        .isGreaterThanOrEqualTo(2);
  }

  @Test
  void whatCannotBeImportedIsRefusedAndNothingIsKept() throws Exception {
    Made made = Made.of("bad.example.com");
    Made other = Made.of("bad.example.com");
    String mixed = new Made(other.pair(), made.certificate()).pem();
    for (VaultClient.Answer answer :
        List.of(
            bring("bad", made.pfx("secret"), ",\"pwd\":\"other\""),
            bring("bad", mixed, ""),
            bring("bad", "%%%", ""),
            bring("bad", "", ""),
            bring("bad", made.pem(), ",\"policy\":{\"issuer\":{\"name\":\"Self\"}}"),
            bring("bad", made.pem(), ",\"policy\":{\"key_props\":{\"exportable\":false}}"))) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.text("/error/code")).isEqualTo("BadParameter");
      assertThat(answer.text("/error/message")).isNotBlank().doesNotContain("secret");
    }
    assertThat(officer.get("/certificates/bad").status()).isEqualTo(404);
  }

  @Test
  void attributesTagsAndPolicyAreEditedAndNothingIsIssuedForIt() {
    VaultClient.Answer made = made("edited");
    String id = made.text("/id").substring(made.text("/id").lastIndexOf('/') + 1);

    VaultClient.Answer changed =
        officer.send(
            "PATCH",
            "/certificates/edited/",
            "{\"attributes\":{\"enabled\":false,\"exp\":%d},\"tags\":{\"b\":\"2\"}}"
                .formatted(made.json().at("/attributes/exp").asLong()));
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.json().at("/attributes/enabled").asBoolean()).isFalse();
    assertThat(changed.json().at("/tags").toString()).isEqualTo("{\"b\":\"2\"}");
    assertThat(user.get("/secrets/edited").text("/error/innererror/code"))
        .isEqualTo("SecretDisabled");
    assertThat(
            officer
                .send("PATCH", "/certificates/edited/" + id, "{\"attributes\":{\"enabled\":true}}")
                .status())
        .isEqualTo(200);
    assertThat(
            officer
                .send("PATCH", "/certificates/edited/" + id, "{\"attributes\":{\"exp\":1}}")
                .status())
        .isEqualTo(400);
    assertThat(officer.send("PATCH", "/certificates/edited/" + "0".repeat(32), "{}").status())
        .isEqualTo(404);

    VaultClient.Answer policy =
        officer.send(
            "PATCH",
            "/certificates/edited/policy",
            "{\"key_props\":{\"kty\":\"RSA\",\"key_size\":3072},\"secret_props\":{\"contentType\":\"application/x-pem-file\"}}");
    assertThat(policy.status()).as(policy.body()).isEqualTo(200);
    assertThat(policy.json().at("/key_props/key_size").asInt()).isEqualTo(3072);
    assertThat(policy.text("/x509_props/subject")).isEqualTo("CN=edited.example.com");
    sweepTwice();
    assertThat(officer.get("/certificates/edited/versions").json().at("/value")).hasSize(1);
  }

  /** So that whatever was due has been looked at. */
  private static void sweepTwice() {
    for (int i = 0; i < 2; i++) {
      Instant last = sweep();
      await().atMost(PATIENCE).until(() -> sweep().isAfter(last));
    }
  }

  private static Instant sweep() {
    return server.bean(io.perennial.renewal.Renewal.class).lastSweep().orElse(Instant.EPOCH);
  }

  @Test
  void aDeletedOneIsNowhereUntilItIsRecovered() {
    VaultClient.Answer made = made("gone");
    VaultClient.Answer deleted = officer.send("DELETE", "/certificates/gone", "");

    assertThat(deleted.status()).as(deleted.body()).isEqualTo(200);
    assertThat(deleted.text("/recoveryId")).endsWith("/deletedcertificates/gone");
    assertThat(
            deleted.json().at("/scheduledPurgeDate").asLong()
                - deleted.json().at("/deletedDate").asLong())
        .isBetween(90L * 86_400 - 5, 90L * 86_400 + 5);
    for (String path : List.of("/certificates/gone", "/secrets/gone", "/keys/gone")) {
      assertThat(user.get(path).status()).as(path).isEqualTo(404);
    }
    assertThat(user.get("/certificates").body()).doesNotContain("/certificates/gone");
    assertThat(names()).doesNotContain("gone");
    assertThat(find("gone")).isEmpty();
    VaultClient.Answer again =
        officer.send(
            "POST",
            "/certificates/gone/create",
            "{\"policy\":{\"issuer\":{\"name\":\"Self\"},\"x509_props\":{\"subject\":\"CN=gone.example.com\"}}}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("/error/innererror/code")).isEqualTo("ObjectIsDeletedButRecoverable");
    assertThat(user.get("/deletedcertificates").body()).contains("/deletedcertificates/gone");
    assertThat(user.get("/deletedcertificates/gone").text("/cer")).isEqualTo(made.text("/cer"));

    VaultClient.Answer back = officer.send("POST", "/deletedcertificates/gone/recover", "");
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.text("/id")).isEqualTo(made.text("/id"));
    assertThat(user.get("/secrets/gone").status()).isEqualTo(200);
    assertThat(officer.get("/deletedcertificates/gone").status()).isEqualTo(404);
    sweepTwice();
    assertThat(officer.get("/certificates/gone/versions").json().at("/value")).hasSize(1);
  }

  private static List<String> names() {
    return server
        .bean(CertificateQueries.class)
        .page(
            SYSTEM,
            CertificateFilter.all(server.bean(Vaults.class).first().id()),
            new Slice(Optional.empty(), 100))
        .items()
        .stream()
        .map(listed -> listed.certificate().name().value())
        .toList();
  }

  private static Optional<io.perennial.certificate.Certificate> find(String name) {
    return server
        .bean(Certificates.class)
        .find(SYSTEM, server.bean(Vaults.class).first().id(), new ObjectName(name));
  }

  @Test
  void purgingLeavesNoRowAndNoKey() {
    VaultClient.Answer made = made("purged");
    String version = made.text("/id").substring(made.text("/id").lastIndexOf('/') + 1);
    String id = find("purged").orElseThrow().id().value();
    officer.send("DELETE", "/certificates/purged", "");

    assertThat(officer.send("DELETE", "/deletedcertificates/purged", "").status()).isEqualTo(204);
    assertEmpty(id, version);
    assertThat(officer.get("/deletedcertificates/purged").status()).isEqualTo(404);
    assertThat(made("purged").text("/id")).isNotEqualTo(made.text("/id"));
    assertThat(count("select count(*) from audit_entry where action = :value", "CertificatePurge"))
        .isPositive();
  }

  private static void assertEmpty(String certificate, String version) {
    for (String table :
        List.of("certificate_version", "issuance_order", "renewal_decision", "revocation")) {
      assertThat(
              count(
                  "select count(*) from " + table + " where certificate_id = :value", certificate))
          .as(table)
          .isZero();
    }
    assertThat(count("select count(*) from certificate where id = :value", certificate)).isZero();
    assertThat(count("select count(*) from certificate_chain where version_id = :value", version))
        .isZero();
    assertThat(count("select count(*) from private_key where id = :value", version)).isZero();
  }

  @Test
  void whatIsDueIsPurgedByItself() {
    made("due");
    String id = find("due").orElseThrow().id().value();
    String version = find("due").orElseThrow().currentVersion().orElseThrow().value();
    officer.send("DELETE", "/certificates/due", "");
    Instant past = Instant.now().minusSeconds(1);
    server
        .bean(JdbcClient.class)
        .sql("update certificate set purge_at = :past where id = :id")
        .param("past", java.sql.Timestamp.from(past))
        .param("id", id)
        .update();
    server
        .bean(JdbcClient.class)
        .sql(
            """
            update scheduled_tasks set execution_time = :past
            where task_name = 'certificate-purge' and task_instance = :id
            """)
        .param("past", java.sql.Timestamp.from(past))
        .param("id", id)
        .update();

    await()
        .atMost(PATIENCE)
        .until(() -> count("select count(*) from certificate where id = :value", id) == 0);
    assertEmpty(id, version);
  }

  @Test
  void aVaultWithPurgeProtectionPurgesNothingEarly() {
    made("kept");
    JdbcClient jdbc = server.bean(JdbcClient.class);
    jdbc.sql("update vault set purge_protection = true").update();
    try {
      officer.send("DELETE", "/certificates/kept", "");
      VaultClient.Answer answer = officer.send("DELETE", "/deletedcertificates/kept", "");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text("/error/message")).contains("purge protection");
      assertThat(officer.get("/deletedcertificates/kept").text("/attributes/recoveryLevel"))
          .isEqualTo("Recoverable");
    } finally {
      jdbc.sql("update vault set purge_protection = false").update();
    }
  }

  @Test
  void aBoundOneIsRefusedAndNamesItsServers() {
    made("bound");
    var certificate = find("bound").orElseThrow();
    server
        .bean(Bindings.class)
        .bind(
            SYSTEM,
            new Bindings.Wanted(
                server.bean(Consumers.class).ourselves().id(),
                certificate.id(),
                List.of(),
                "127.0.0.1",
                4443));

    VaultClient.Answer answer = officer.send("DELETE", "/certificates/bound", "");
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/error/message")).contains("127.0.0.1:4443");
    assertThat(officer.get("/certificates/bound").status()).isEqualTo(200);
    assertThat(officer.send("DELETE", "/certificates/perennial-server", "").status())
        .isEqualTo(403);
    assertThat(officer.send("PATCH", "/certificates/perennial-server", "{}").status())
        .isEqualTo(403);
  }

  @Test
  void anOrderThatIsUnderWayEndsWithItsCertificate() {
    officer.send(
        "POST",
        "/certificates/waiting/create",
        "{\"policy\":{\"x509_props\":{\"subject\":\"CN=waiting.example.com\"}}}");
    String id = find("waiting").orElseThrow().id().value();

    assertThat(officer.send("DELETE", "/certificates/waiting", "").status()).isEqualTo(200);
    assertThat(count("select count(*) from issuance_order where open_for = :value", id)).isZero();
    assertThat(officer.send("DELETE", "/deletedcertificates/waiting", "").status()).isEqualTo(204);
    assertEmpty(id, "none");
  }
}
