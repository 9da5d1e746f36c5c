package io.perennial.vaultapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Certificates are ordered as programs written for Key Vault order them. */
class CertificateCreationIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private static RunningServer server;
  private static VaultClient officer;
  private static String base;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder.resolve("server")).start().awaitReady();
    base = "https://main.vault.localhost:" + server.httpsPort();
    officer = VaultClient.admitted(server, folder, "officer", "certificates-officer");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static VaultClient.Answer create(String name, String policy) {
    return officer.send(
        "POST", "/certificates/" + name + "/create", "{\"policy\":%s}".formatted(policy));
  }

  private static String policy(String issuer, String subject, String more) {
    return """
    {"issuer":{"name":"%s"},"x509_props":{"subject":"%s"}%s}\
    """
        .formatted(issuer, subject, more);
  }

  private static VaultClient.Answer completed(String name) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            officer.get("/certificates/" + name + "/pending").text("/status").equals("completed"));
    return officer.get("/certificates/" + name);
  }

  private static X509Certificate leaf(VaultClient.Answer bundle) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Base64.getDecoder().decode(bundle.text("/cer"))));
  }

  @Test
  void aSelfSignedOneIsInProgressFirstAndThenThere() throws Exception {
    VaultClient.Answer begun = create("own", policy("Self", "CN=own.example.com", ""));

    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.text("/status")).isEqualTo("inProgress");
    assertThat(begun.text("/id")).isEqualTo(base + "/certificates/own/pending");
    assertThat(begun.text("/issuer/name")).isEqualTo("Self");
    String request = begun.text("/request_id");
    assertThat(request).matches("[0-9a-f]{32}");
    assertThat(begun.headers())
        .contains(
            "Location: %s/certificates/own/pending?api-version=7.6&request_id=%s"
                .formatted(base, request));
    PKCS10CertificationRequest csr =
        new PKCS10CertificationRequest(Base64.getDecoder().decode(begun.text("/csr")));

    VaultClient.Answer made = completed("own");
    X509Certificate leaf = leaf(made);
    assertThat(leaf.getPublicKey().getEncoded())
        .isEqualTo(csr.getSubjectPublicKeyInfo().getEncoded());
    assertThat(((RSAPublicKey) leaf.getPublicKey()).getModulus().bitLength()).isEqualTo(2048);
    assertThat(leaf.getIssuerX500Principal()).isEqualTo(leaf.getSubjectX500Principal());
    assertThat(made.text("/id")).isEqualTo(base + "/certificates/own/" + request);
    assertThat(made.text("/pending/id")).isEqualTo(base + "/certificates/own/pending");
    assertThat(made.json().at("/policy/lifetime_actions/0/trigger/lifetime_percentage").asInt())
        .isEqualTo(80);
    assertThat(made.text("/attributes/recoveryLevel")).isEqualTo("Recoverable+Purgeable");
    assertThat(officer.get("/certificates/own/versions").json().at("/value")).hasSize(1);
    assertThat(officer.get("/certificates/own/pending?request_id=" + request).text("/target"))
        .isEqualTo(base + "/certificates/own");
    assertThat(
            officer
                .get("/certificates/own/pending?request_id=" + "0".repeat(32))
                .text("/error/code"))
        .isEqualTo("PendingCertificateNotFound");
    assertThat(audited("CertificateCreate")).isPositive();
  }

  private static long audited(String action) {
    return server
        .bean(JdbcClient.class)
        .sql("select count(*) from audit_entry where action = :action and actor = 'officer'")
        .param("action", action)
        .query(Long.class)
        .single();
  }

  @Test
  void whatThePolicySaysIsWhatIsIssued() throws Exception {
    VaultClient.Answer begun =
        officer.send(
            "POST",
            "/certificates/full/create",
            """
            {"policy":{
               "key_props":{"kty":"EC","crv":"P-384","exportable":true,"reuse_key":false},
               "secret_props":{"contentType":"application/x-pem-file"},
               "x509_props":{"subject":"CN=full.example.com","validity_months":1,
                 "sans":{"dns_names":["www.full.example.com"],"emails":[],"upns":[]},
                 "ekus":["1.3.6.1.5.5.7.3.1"],"key_usage":["digitalSignature"]},
               "lifetime_actions":[
                 {"trigger":{"days_before_expiry":5},"action":{"action_type":"AutoRenew"}}],
               "issuer":{"name":"private-ca"}},
             "attributes":{"enabled":true},"tags":{"team":"shop"},"preserveCertOrder":false}
            """);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);

    VaultClient.Answer made = completed("full");
    X509Certificate leaf = leaf(made);
    assertThat(leaf.getSubjectAlternativeNames().toString())
        .contains("full.example.com")
        .contains("www.full.example.com");
    assertThat(leaf.getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant()))
        .isBetween(Duration.ofDays(30), Duration.ofDays(31));
    JsonNode policy = made.json().at("/policy");
    assertThat(policy.at("/key_props/crv").asString()).isEqualTo("P-384");
    assertThat(policy.at("/secret_props/contentType").asString())
        .isEqualTo("application/x-pem-file");
    assertThat(policy.at("/x509_props/validity_months").asInt()).isEqualTo(1);
    assertThat(policy.at("/lifetime_actions/0/trigger/days_before_expiry").asInt()).isEqualTo(5);
    assertThat(made.text("/tags/team")).isEqualTo("shop");
    VaultClient user = VaultClient.admitted(server, folder, "user", "certificate-user");
    VaultClient.Answer secret = user.get("/secrets/full");
    assertThat(secret.text("/contentType")).isEqualTo("application/x-pem-file");
    assertThat(secret.text("/value")).startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void aSecondCreationMakesAVersionUnderTheNewPolicy() throws Exception {
    create("twice", policy("private-ca", "CN=twice.example.com", ""));
    X509Certificate first = leaf(completed("twice"));
    VaultClient.Answer begun =
        create(
            "twice",
            policy("private-ca", "CN=other.example.com", ",\"key_props\":{\"kty\":\"EC\"}"));
    assertThat(begun.status()).isEqualTo(202);

    VaultClient.Answer made = completed("twice");
    assertThat(leaf(made)).isNotEqualTo(first);
    assertThat(leaf(made).getSubjectAlternativeNames().toString()).contains("other.example.com");
    assertThat(officer.get("/certificates/twice/versions").json().at("/value")).hasSize(2);
  }

  @Test
  void anUnknownCasCertificateIsMergedIntoItsPendingRequest() throws Exception {
    VaultClient.Answer begun = create("manual", policy("Unknown", "CN=manual.example.com", ""));
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    VaultClient.Answer waiting = officer.get("/certificates/manual/pending");
    assertThat(waiting.text("/status")).isEqualTo("inProgress");
    assertThat(waiting.text("/csr")).isEqualTo(begun.text("/csr"));

    VaultClient.Answer again = create("manual", policy("Self", "CN=manual.example.com", ""));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("/error/code")).isEqualTo("Forbidden");
    VaultClient.Answer early = officer.get("/certificates/manual");
    assertThat(early.status()).isEqualTo(200);
    assertThat(early.json().has("cer")).isFalse();
    assertThat(early.text("/policy/lifetime_actions/0/action/action_type"))
        .isEqualTo("EmailContacts");

    KeyPair other = KeyPairGenerator.getInstance("EC").generateKeyPair();
    assertThat(merge("manual", issued(other.getPublic())).status()).isEqualTo(400);

    VaultClient.Answer merged = merge("manual", issued(key(begun)));
    assertThat(merged.status()).as(merged.body()).isEqualTo(201);
    assertThat(merged.headers()).contains("Location: " + merged.text("/id"));
    assertThat(leaf(merged).getPublicKey()).isEqualTo(key(begun));
    assertThat(merged.text("/tags/by")).isEqualTo("hand");
    assertThat(officer.get("/certificates/manual/pending").text("/status")).isEqualTo("completed");
    assertThat(merge("manual", issued(key(begun))).text("/error/code"))
        .isEqualTo("PendingCertificateNotFound");
  }

  private static PublicKey key(VaultClient.Answer begun) throws Exception {
    return new JcaPKCS10CertificationRequest(Base64.getDecoder().decode(begun.text("/csr")))
        .getPublicKey();
  }

  private static VaultClient.Answer merge(String name, X509Certificate certificate)
      throws Exception {
    return officer.send(
        "POST",
        "/certificates/" + name + "/pending/merge",
        "{\"x5c\":[\"%s\"],\"tags\":{\"by\":\"hand\"}}"
            .formatted(Base64.getEncoder().encodeToString(certificate.getEncoded())));
  }

  /** From a CA that nobody here knows. */
  private static X509Certificate issued(PublicKey key) throws Exception {
    KeyPair ca = KeyPairGenerator.getInstance("EC").generateKeyPair();
    return TestCertificates.issued(
        "manual.example.com", Instant.now().minusSeconds(60), Duration.ofDays(30), key, ca);
  }

  @Test
  void aCancelledOneStaysReadableAndIsNotOrderedAnew() {
    create("stopped", policy("Unknown", "CN=stopped.example.com", ""));
    VaultClient.Answer cancelled =
        officer.send("PATCH", "/certificates/stopped/pending", "{\"cancellation_requested\":true}");

    assertThat(cancelled.status()).isEqualTo(200);
    assertThat(cancelled.text("/status")).isEqualTo("cancelled");
    assertThat(cancelled.json().at("/cancellation_requested").asBoolean()).isTrue();
    VaultClient.Answer left = officer.get("/certificates/stopped");
    assertThat(left.status()).isEqualTo(200);
    assertThat(left.json().at("/attributes/enabled").asBoolean()).isFalse();
    assertThat(left.json().has("cer")).isFalse();
    assertThat(
            officer
                .send("PATCH", "/certificates/stopped/pending", "{\"cancellation_requested\":true}")
                .status())
        .isEqualTo(400);
    await()
        .atMost(PATIENCE)
        .until(() ->
            server
                .bean(JdbcClient.class)
                .sql("select sentence from certificate where name = 'stopped'")
                .query(String.class)
                .single()
                .startsWith("It is disabled"));
    assertThat(officer.get("/certificates/stopped/pending").text("/status")).isEqualTo("cancelled");

    assertThat(officer.send("DELETE", "/certificates/stopped/pending", "").status()).isEqualTo(200);
    assertThat(officer.send("DELETE", "/certificates/stopped/pending", "").text("/error/code"))
        .isEqualTo("PendingCertificateNotFound");
    assertThat(create("stopped", policy("Self", "CN=stopped.example.com", "")).status())
        .isEqualTo(202);
    assertThat(completed("stopped").json().at("/attributes/enabled").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | subject",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com,O=A\"}} | common name",
        "{\"x509_props\":{\"subject\":\"no\"}} | distinguished name",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\",\"sans\":{\"emails\":[\"a@b.c\"]}}} | sans.emails",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\",\"ekus\":[\"1.3.6.1.5.5.7.3.4\"]}} | TLS servers",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\",\"key_usage\":[\"keyCertSign\"]}} | key usage",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\",\"validity_months\":0}} | validity_months",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"key_props\":{\"kty\":\"RSA\",\"key_size\":1024}} | key_size",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"key_props\":{\"kty\":\"EC\",\"crv\":\"P-256K\"}} | crv",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"key_props\":{\"kty\":\"RSA-HSM\"}} | hardware",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"key_props\":{\"exportable\":false}} | exportable",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"key_props\":{\"reuse_key\":true}} | new key",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"issuer\":{\"name\":\"nobody\"}} | no issuer nobody",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"issuer\":{\"name\":\"Self\"},\"lifetime_actions\":[{\"trigger\":{\"lifetime_percentage\":80},\"action\":{\"action_type\":\"EmailContacts\"}}]} | AutoRenew",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"issuer\":{\"name\":\"Self\"},\"lifetime_actions\":[{\"trigger\":{},\"action\":{\"action_type\":\"AutoRenew\"}}]} | either",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"secret_props\":{\"contentType\":\"text/plain\"}} | contentType",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\"},\"key_props\":{\"key_size\":\"2048\"}} | policy.key_props.key_size",
        "{\"x509_props\":{\"subject\":\"CN=a.example.com\",\"sans\":{\"dns_names\":[null]}}} | dns_names",
        "[1 | JSON"
      })
  void whatPerennialDoesNotDoIsRefusedWithASentence(String policy, String words) {
    VaultClient.Answer answer = create("refused", policy);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.text("/error/code")).isEqualTo("BadParameter");
    assertThat(answer.text("/error/message")).contains(words);
    assertThat(officer.get("/certificates/refused").status()).isEqualTo(404);
  }

  @Test
  void theOwnListenersCertificateAndReservedNamesAreNobodys() {
    String self = policy("Self", "CN=a.example.com", "");
    assertThat(create("perennial-server", self).status()).isEqualTo(403);
    assertThat(create("issuers", self).status()).isEqualTo(400);
    VaultClient reader = VaultClient.admitted(server, folder, "reader", "reader");
    VaultClient.Answer denied =
        reader.send("POST", "/certificates/x/create", "{\"policy\":%s}".formatted(self));
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.text("/error/message"))
        .contains("Microsoft.KeyVault/vaults/certificates/create/action");
  }
}
