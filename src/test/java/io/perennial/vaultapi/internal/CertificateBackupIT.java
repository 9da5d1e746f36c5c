package io.perennial.vaultapi.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.automation.VaultClients;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.pki.Pem;
import io.perennial.testing.Database;
import io.perennial.testing.RunningServer;
import io.perennial.vault.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Certificates are backed up and restored as programs written for Key Vault do. */
@ParameterizedClass
@EnumSource(Database.class)
class CertificateBackupIT {

  private static final String OTHER = "other.vault.localhost";

  @TempDir static Path parent;

  private static Path folder;
  private static RunningServer server;
  private static VaultClient officer;

  @Parameter Database database;

  @BeforeParameterizedClassInvocation
  static void start(Database database) throws IOException {
    folder = Files.createDirectory(parent.resolve(database.name()));
    server = RunningServer.in(folder.resolve("server")).on(database).start().awaitReady();
    jdbc()
        .sql(
            """
            insert into vault (id, name, retention_days, purge_protection, created_at)
            select '00000000000000000000000000000abc', 'other', 7, false, created_at from vault
            """)
        .update();
    officer = VaultClient.admitted(server, folder, "keeper", "administrator");
    server.bean(VaultClients.class).admit(SYSTEM, "other", "keeper", "administrator");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  private static JdbcClient jdbc() {
    return server.bean(JdbcClient.class);
  }

  private void create(VaultClient client, String name, String tags) {
    VaultClient.Answer begun =
        client.send(
            "POST",
            "/certificates/" + name + "/create",
            """
            {"policy":{"issuer":{"name":"private-ca"},"key_props":{"kty":"EC"},
               "secret_props":{"contentType":"application/x-pem-file"},
               "x509_props":{"subject":"CN=%s.example.com"},
               "lifetime_actions":[{"trigger":{"lifetime_percentage":70},
                 "action":{"action_type":"AutoRenew"}}]},
             "tags":%s}
            """
                .formatted(name, tags));
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            client.get("/certificates/" + name + "/pending").text("/status").equals("completed"));
  }

  private String backup(String name) {
    VaultClient.Answer answer = officer.send("POST", "/certificates/" + name + "/backup", "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.text("/value")).matches("[0-9A-Za-z_-]+");
    return "{\"value\":\"" + answer.text("/value") + "\"}";
  }

  private VaultClient.Answer restore(String body) {
    return officer.send("POST", "/certificates/restore", body);
  }

  private void requireConflict(VaultClient.Answer answer, String inner) {
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("/error/code")).isEqualTo("Conflict");
    assertThat(answer.text("/error/innererror/code")).isEqualTo(inner);
  }

  private List<String> versions(String host, String name) {
    return StreamSupport.stream(
            officer
                .call(host, "/certificates/" + name + "/versions?api-version=7.6")
                .json()
                .at("/value")
                .spliterator(),
            false)
        .map(item -> item.at("/id").asString())
        .map(id -> id.substring(id.lastIndexOf('/') + 1))
        .toList();
  }

  private static String at(VaultClient.Answer answer, String pointer) {
    return answer.json().at(pointer).toString();
  }

  @Test
  void aPurgedOneComesBackWithItsVersionsKeysAndPolicyAndRenews() {
    create(officer, "saved", "{\"team\":\"shop\"}");
    create(officer, "saved", "{\"team\":\"shop\"}");
    VaultClient.Answer before = officer.get("/certificates/saved");
    List<String> ids = versions("main.vault.localhost", "saved");
    assertThat(ids).hasSize(2);
    List<String> secrets =
        ids.stream().map(id -> officer.get("/secrets/saved/" + id).text("/value")).toList();
    String body = backup("saved");

    requireConflict(restore(body), "");
    assertThat(officer.send("DELETE", "/certificates/saved", "").status()).isEqualTo(200);
    requireConflict(restore(body), "ObjectIsDeletedButRecoverable");
    assertThat(officer.send("DELETE", "/deletedcertificates/saved", "").status()).isEqualTo(204);
    VaultClient.Answer restored = restore(body);
    assertThat(restored.status()).as(restored.body()).isEqualTo(200);

    VaultClient.Answer after = officer.get("/certificates/saved");
    for (String part : List.of("/id", "/kid", "/sid", "/cer", "/x5t", "/tags", "/policy")) {
      assertThat(at(restored, part)).as(part).isEqualTo(at(before, part));
      assertThat(at(after, part)).as(part).isEqualTo(at(before, part));
    }
    assertThat(at(after, "/attributes")).isEqualTo(at(before, "/attributes"));
    assertThat(versions("main.vault.localhost", "saved")).isEqualTo(ids);
    for (int i = 0; i < ids.size(); i++) {
      String path = "saved/" + ids.get(i);
      assertThat(officer.get("/secrets/" + path).text("/value")).isEqualTo(secrets.get(i));
      assertThat(officer.get("/certificates/" + path).text("/id")).endsWith(path);
      assertThat(officer.get("/keys/" + path).text("/key/kid")).endsWith(path);
      VaultClient.Answer signed =
          officer.send(
              "POST",
              "/keys/" + path + "/sign",
              "{\"alg\":\"ES256\",\"value\":\"%s\"}".formatted("A".repeat(43)));
      assertThat(signed.status()).as(signed.body()).isEqualTo(200);
      assertThat(signed.text("/kid")).endsWith(path);
    }
    assertThat(officer.get("/certificates/saved/" + rowOf(ids.getFirst())).status()).isEqualTo(404);

    renew("saved");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> versions("main.vault.localhost", "saved").size() == 3);
    assertThat(officer.get("/certificates/saved/" + ids.getLast()).status()).isEqualTo(200);
    for (String operation : List.of("CertificateBackup", "CertificateRestore")) {
      assertThat(
              jdbc()
                  .sql(
                      "select count(*) from audit_entry where action = :action and actor = 'keeper' and detail like 'main/saved%'")
                  .param("action", operation)
                  .query(Long.class)
                  .single())
          .as(operation)
          .isOne();
    }
  }

  private String rowOf(String knownAs) {
    return jdbc()
        .sql("select id from certificate_version where known_as = :id")
        .param("id", knownAs)
        .query(String.class)
        .single();
  }

  /** As an operator would by editing what is wanted. */
  private void renew(String name) {
    Certificates certificates = server.bean(Certificates.class);
    Certificate certificate =
        certificates
            .find(SYSTEM, server.bean(Vaults.class).first().id(), new ObjectName(name))
            .orElseThrow();
    certificates.update(SYSTEM, certificate.id(), certificate.issuer(), certificate.policy());
  }

  @Test
  void anotherVaultTakesItWhileTheFirstStillHasIt() {
    create(officer, "moved", "{}");
    List<String> ids = versions("main.vault.localhost", "moved");
    String body = backup("moved");

    VaultClient.Answer restored = officer.send(OTHER, "POST", "/certificates/restore", body);

    assertThat(restored.status()).as(restored.body()).isEqualTo(200);
    assertThat(restored.text("/id"))
        .isEqualTo(
            "https://%s:%d/certificates/moved/%s"
                .formatted(OTHER, server.httpsPort(), ids.getFirst()));
    assertThat(versions(OTHER, "moved")).isEqualTo(ids);
    String secret = "/secrets/moved/" + ids.getFirst() + "?api-version=7.6";
    assertThat(officer.call(OTHER, secret).text("/value"))
        .startsWith("-----BEGIN PRIVATE KEY-----")
        .isEqualTo(officer.get("/secrets/moved").text("/value"));
    String once = backupOf(OTHER, "moved");
    officer.send("DELETE", "/certificates/moved", "");
    officer.send("DELETE", "/deletedcertificates/moved", "");
    assertThat(restore(once).status()).isEqualTo(200);
    assertThat(versions("main.vault.localhost", "moved")).isEqualTo(ids);
  }

  private String backupOf(String host, String name) {
    return officer.send(host, "POST", "/certificates/" + name + "/backup", "").body();
  }

  @Test
  void whatIsNoBackupOfACertificateOfOursIsRefused() {
    create(officer, "whole", "{}");
    String backup = backup("whole").replaceAll(".*:\"(.*)\".*", "$1");
    officer.send("PUT", "/secrets/plain", "{\"value\":\"x\"}");
    String secret = officer.send("POST", "/secrets/plain/backup", "").text("/value");
    char last = backup.charAt(backup.length() / 2);
    String flipped =
        backup.substring(0, backup.length() / 2)
            + (last == 'A' ? 'B' : 'A')
            + backup.substring(backup.length() / 2 + 1);

    Stream.of("", "no base64!", flipped, backup.substring(8), backup + "AAAA", secret)
        .map(value -> restore("{\"value\":\"" + value + "\"}"))
        .forEach(refused -> {
          assertThat(refused.status()).isEqualTo(400);
          assertThat(refused.text("/error/code")).isEqualTo("Malformed backup blob");
        });
    assertThat(restore("{}").text("/error/code")).isEqualTo("BadParameter");
    assertThat(
            officer
                .send("POST", "/secrets/restore", "{\"value\":\"" + backup + "\"}")
                .text("/error/code"))
        .isEqualTo("Malformed backup blob");
    assertThat(officer.send("POST", "/certificates/none/backup", "").status()).isEqualTo(404);
    assertThat(officer.send("POST", "/certificates/perennial-server/backup", "").status())
        .isEqualTo(403);
  }

  @Test
  void anotherDeploymentDoesNotOpenIt() throws Exception {
    create(officer, "ours", "{}");
    String body = backup("ours");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    try (RunningServer foreign =
        RunningServer.in(elsewhere.resolve("server")).start().awaitReady()) {
      VaultClient stranger = VaultClient.admitted(foreign, elsewhere, "them", "administrator");

      VaultClient.Answer refused = stranger.send("POST", "/certificates/restore", body);

      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text("/error/code")).isEqualTo("Malformed backup blob");
      assertThat(refused.text("/error/message")).contains("another deployment");
    }
  }

  @Test
  void aHistoryOf500VersionsIsKeptAndOneOf501IsRefused() {
    create(officer, "long", "{}");
    for (int number = 2; number <= 500; number++) {
      addVersion("long", number);
    }
    String body = backup("long");
    addVersion("long", 501);

    VaultClient.Answer refused = officer.send("POST", "/certificates/long/backup", "");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/error/code")).isEqualTo("BadParameter");
    assertThat(refused.text("/error/message")).contains("more than 500 versions");
    assertThat(officer.send(OTHER, "POST", "/certificates/restore", body).status()).isEqualTo(200);
    assertThat(
            jdbc()
                .sql(
                    "select count(*) from certificate_version v join certificate c on c.id = v.certificate_id where c.name = 'long' and c.vault_id = '00000000000000000000000000000abc'")
                .query(Long.class)
                .single())
        .isEqualTo(500);
  }

  /** A copy of the first, whose key stands in for its own. */
  private void addVersion(String name, int number) {
    Certificates certificates = server.bean(Certificates.class);
    Keys keys = server.bean(Keys.class);
    Certificate certificate =
        certificates
            .find(SYSTEM, server.bean(Vaults.class).first().id(), new ObjectName(name))
            .orElseThrow();
    VersionId first = certificates.versions(SYSTEM, certificate.id()).getLast().id();
    VersionId copy = new VersionId("%032x".formatted(number + 0xabc000));
    List<X509Certificate> chain = Pem.parse(certificates.chain(SYSTEM, first));
    try (SecretBytes key = keys.reveal(SYSTEM, certificate.scope(), first, "test")) {
      keys.adopt(
          SYSTEM,
          certificate.scope(),
          copy,
          keys.type(first),
          chain.getFirst().getPublicKey(),
          key);
    }
    certificates.add(
        SYSTEM,
        certificate.id(),
        new Certificates.NewVersion(
            copy, certificate.issuer(), certificate.policyRevision(), false),
        chain);
  }
}
