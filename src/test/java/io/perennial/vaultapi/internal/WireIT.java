package io.perennial.vaultapi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.connector.KeyType;
import io.perennial.pki.KeyPairs;
import io.perennial.pki.Pem;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What goes over the wire, word for word: each request with its answer stands in a file below
 * {@code src/test/resources/wire}. A change of the API is a change of these, to be read like code.
 */
class WireIT {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String SELF =
      """
      {"policy":{"issuer":{"name":"Self"},"x509_props":{"subject":"CN=%s.example.com"}},
       "tags":{"team":"shop"}}
      """;

  private static final String UNKNOWN =
      """
      {"policy":{"issuer":{"name":"Unknown"},"key_props":{"kty":"EC","crv":"P-256"},
        "x509_props":{"subject":"CN=manual.example.com"}}}
      """;

  @TempDir static Path temporary;

  private static final Path FOLDER = Program.root().resolve("src/test/resources/wire");
  private static final Map<String, String> SEEN = new LinkedHashMap<>();

  private static RunningServer server;
  private static VaultClient administrator;
  private static VaultClient reader;
  private static VaultClient stranger;

  @BeforeAll
  static void callAll() throws Exception {
    server = RunningServer.in(temporary.resolve("server")).start().awaitReady();
    administrator = VaultClient.admitted(server, temporary, "sdk", "administrator");
    reader = VaultClient.admitted(server, temporary, "onlooker", "reader");
    stranger = VaultClient.stranger(server, temporary);
    certificates();
    managed();
    otherCertificates();
    issuersAndContacts();
    secrets();
    errors();
    deletedCertificates();
    if (Boolean.getBoolean("reference.write")) {
      write();
    }
  }

  private static void certificates() {
    call("challenge", stranger, "GET", "/certificates/web/?api-version=7.6", "");
    send("certificate-create", "POST", "/certificates/web/create", SELF.formatted("web"));
    until("web", "completed");
    get("certificate-pending", "/certificates/web/pending");
    get("certificate-get", "/certificates/web/");
    get("certificate-list", "/certificates");
    get("certificate-list-first-part", "/certificates?maxresults=1");
    get("certificate-versions", "/certificates/web/versions");
    get("certificate-policy", "/certificates/web/policy");
    send(
        "certificate-policy-update",
        "PATCH",
        "/certificates/web/policy",
        """
        {"lifetime_actions":[
          {"trigger":{"days_before_expiry":40},"action":{"action_type":"AutoRenew"}}]}
        """);
    send(
        "certificate-update",
        "PATCH",
        "/certificates/web/",
        "{\"attributes\":{\"enabled\":true},\"tags\":{\"team\":\"till\"}}");
    String blob = send("certificate-backup", "POST", "/certificates/web/backup", "").text("/value");
    send("certificate-restore-conflict", "POST", "/certificates/restore", value(blob));
    send("certificate-restore-malformed", "POST", "/certificates/restore", value("AAAA"));
  }

  private static void managed() {
    get("managed-secret-get", "/secrets/web/");
    get("managed-secret-get-as-pem", "/secrets/web/?outContentType=application/x-pem-file");
    get("managed-secret-versions", "/secrets/web/versions");
    send("managed-secret-delete", "DELETE", "/secrets/web", "");
    get("key-get", "/keys/web/");
    get("key-list", "/keys");
    get("key-versions", "/keys/web/versions");
    send(
        "key-sign",
        "POST",
        "/keys/web//sign",
        "{\"alg\":\"RS256\",\"value\":\"%s\"}".formatted("A".repeat(43)));
    send("key-update", "PATCH", "/keys/web", "{\"attributes\":{\"enabled\":false}}");
  }

  private static void otherCertificates() throws Exception {
    send("certificate-create-unknown", "POST", "/certificates/manual/create", UNKNOWN);
    send("certificate-create-in-progress", "POST", "/certificates/manual/create", UNKNOWN);
    send(
        "certificate-cancel",
        "PATCH",
        "/certificates/manual/pending",
        "{\"cancellation_requested\":true}");
    get("certificate-get-cancelled", "/certificates/manual/");
    send("certificate-pending-delete", "DELETE", "/certificates/manual/pending", "");
    get("certificate-pending-none", "/certificates/manual/pending");
    send("certificate-import", "POST", "/certificates/brought/import", imported());
    send("certificate-import-unreadable", "POST", "/certificates/bad/import", value("bm8="));
  }

  private static String imported() throws Exception {
    KeyPair pair = KeyPairs.generate(KeyType.P_256);
    X509Certificate certificate =
        TestCertificates.of(
            "brought.example.com",
            Instant.now().minus(Duration.ofDays(1)),
            Duration.ofDays(90),
            pair);
    String pem =
        new String(
            Pem.bundle(
                pair.getPrivate().getEncoded(),
                Pem.certificates(List.of(certificate)).getBytes(StandardCharsets.US_ASCII)),
            StandardCharsets.US_ASCII);
    return "{\"value\":%s,\"policy\":{\"secret_props\":{\"contentType\":\"application/x-pem-file\"}}}"
        .formatted(JSON.writeValueAsString(pem));
  }

  private static void issuersAndContacts() {
    send(
        "issuer-set",
        "PUT",
        "/certificates/issuers/shop",
        """
        {"provider":"Local","credentials":{"account_id":"organization=Shop; validity=P10D"},
         "org_details":{"id":"42","admin_details":[
           {"first_name":"Ada","last_name":"L","email":"ada@shop.test","phone":"1"}]}}
        """);
    get("issuer-get", "/certificates/issuers/shop");
    get("issuer-list", "/certificates/issuers");
    send(
        "issuer-update",
        "PATCH",
        "/certificates/issuers/shop",
        "{\"attributes\":{\"enabled\":false}}");
    send("issuer-delete", "DELETE", "/certificates/issuers/shop", "");
    get("issuer-missing", "/certificates/issuers/shop");
    send(
        "contacts-set",
        "PUT",
        "/certificates/contacts",
        "{\"contacts\":[{\"email\":\"ada@shop.test\",\"name\":\"Ada\",\"phone\":\"1\"}]}");
    get("contacts-get", "/certificates/contacts");
    send("contacts-delete", "DELETE", "/certificates/contacts", "");
    get("contacts-missing", "/certificates/contacts");
  }

  private static void secrets() {
    send(
        "secret-set",
        "PUT",
        "/secrets/login",
        """
        {"value":"s3cret","contentType":"text/plain","tags":{"team":"shop"},
         "attributes":{"nbf":1700000000,"exp":4102444800}}
        """);
    get("secret-get", "/secrets/login/");
    send("secret-update", "PATCH", "/secrets/login/", "{\"contentType\":\"text/html\"}");
    get("secret-list", "/secrets");
    get("secret-versions", "/secrets/login/versions");
    String blob = send("secret-backup", "POST", "/secrets/login/backup", "").text("/value");
    send("secret-disable", "PATCH", "/secrets/login/", "{\"attributes\":{\"enabled\":false}}");
    get("secret-get-disabled", "/secrets/login/");
    send("secret-delete", "DELETE", "/secrets/login", "");
    get("deleted-secret-get", "/deletedsecrets/login");
    get("deleted-secret-list", "/deletedsecrets");
    send("secret-set-deleted", "PUT", "/secrets/login", "{\"value\":\"x\"}");
    send("deleted-secret-recover", "POST", "/deletedsecrets/login/recover", "");
    send("secret-delete-again", "DELETE", "/secrets/login", "");
    send("deleted-secret-purge", "DELETE", "/deletedsecrets/login", "");
    send("secret-restore", "POST", "/secrets/restore", value(blob));
  }

  private static void errors() {
    get("certificate-missing", "/certificates/nowhere/");
    get("certificate-version-missing", "/certificates/web/" + "0".repeat(32));
    get("secret-missing", "/secrets/nowhere/");
    get("key-missing", "/keys/nowhere/");
    get("name-with-a-dot", "/certificates/a.b/");
    get("name-with-an-encoded-slash", "/certificates/a%2Fb/");
    get("name-with-an-encoded-backslash", "/certificates/a%5Cb/");
    get("path-not-offered", "/keys/web/rotationpolicy");
    get("page-size-too-large", "/certificates?maxresults=26");
    get("page-token-foreign", "/certificates?%24skiptoken=abc");
    send("policy-missing", "POST", "/certificates/bad/create", "{}");
    send("policy-subject-missing", "POST", "/certificates/bad/create", "{\"policy\":{}}");
    send("body-unreadable", "POST", "/certificates/bad/create", "[1");
    call("version-missing", administrator, "GET", "/certificates", "");
    call("version-unknown", administrator, "GET", "/certificates?api-version=1.0", "");
    call(
        "forbidden",
        reader,
        "POST",
        "/certificates/web/create?api-version=7.6",
        SELF.formatted("web"));
    call("forbidden-secret", reader, "GET", "/secrets/web/?api-version=7.6", "");
  }

  private static void deletedCertificates() {
    send("certificate-delete", "DELETE", "/certificates/brought", "");
    get("deleted-certificate-get", "/deletedcertificates/brought");
    get("deleted-certificate-list", "/deletedcertificates");
    send("certificate-create-deleted", "POST", "/certificates/brought/create", SELF.formatted("x"));
    send("deleted-certificate-recover", "POST", "/deletedcertificates/brought/recover", "");
    String blob =
        send("certificate-backup-imported", "POST", "/certificates/brought/backup", "")
            .text("/value");
    send("certificate-delete-again", "DELETE", "/certificates/brought", "");
    send("deleted-certificate-purge", "DELETE", "/deletedcertificates/brought", "");
    send("certificate-restore", "POST", "/certificates/restore", value(blob));
    get("deleted-certificate-missing", "/deletedcertificates/brought");
  }

  private static String value(String value) {
    return "{\"value\":\"" + value + "\"}";
  }

  private static void until(String name, String status) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            administrator.get("/certificates/" + name + "/pending").text("/status").equals(status));
  }

  private static void get(String name, String path) {
    send(name, "GET", path, "");
  }

  private static VaultClient.Answer send(String name, String method, String path, String body) {
    return call(
        name,
        administrator,
        method,
        path + (path.contains("?") ? "&" : "?") + "api-version=7.6",
        body);
  }

  private static VaultClient.Answer call(
      String name, VaultClient caller, String method, String path, String body) {
    VaultClient.Answer answer =
        caller.call(
            "main.vault.localhost",
            path,
            "-X",
            method,
            "-H",
            "Content-Type: application/json",
            "--data-raw",
            body);
    assertThat(SEEN.put(name, WireText.of(method, path, body, answer))).as(name).isNull();
    return answer;
  }

  private static void write() throws IOException {
    Files.createDirectories(FOLDER);
    for (Path old : files()) {
      Files.delete(old);
    }
    for (Map.Entry<String, String> exchange : SEEN.entrySet()) {
      Files.writeString(file(exchange.getKey()), exchange.getValue());
    }
  }

  private static Path file(String name) {
    return FOLDER.resolve(name + ".http");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.toList();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<String> names() {
    return SEEN.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isAsItWas(String name) {
    assertThat(file(name))
        .as("write it anew with -Dtest.jvm.arguments=-Dreference.write=true")
        .content()
        .isEqualTo(SEEN.get(name));
  }

  @Test
  void noFileIsLeftOver() throws IOException {
    assertThat(files())
        .extracting(path -> path.getFileName().toString().replace(".http", ""))
        .containsExactlyInAnyOrderElementsOf(SEEN.keySet());
  }
}
