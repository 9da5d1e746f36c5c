package io.perennial.vaultapi.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.perennial.access.Applications;
import io.perennial.access.Assignments;
import io.perennial.access.Assignments.Wanted;
import io.perennial.access.ClientId;
import io.perennial.access.Principal;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.automation.VaultClients;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.renewal.Renewal;
import io.perennial.retention.Deletions;
import io.perennial.retention.VaultDeletions;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.vault.DeletedVaults;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultWish;
import io.perennial.vault.Vaults;
import io.perennial.vaultapi.internal.RightsMatrix.Held;
import io.perennial.vaultapi.internal.RightsMatrix.Place;
import io.perennial.vaultapi.internal.RouteRights.About;
import io.perennial.vaultapi.internal.RouteRights.Right;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Certificates that were made elsewhere in the product, read as a program written for Key Vault
 * reads.
 */
class VaultReadIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MANY = 30;

  @TempDir static Path folder;

  private static RunningServer server;
  private static VaultClient user;
  private static String base;

  @BeforeAll
  static void start() {
    server =
        RunningServer.in(folder.resolve("server"))
            .property("perennial.vault-limits.key-creations", "20")
            .start()
            .awaitReady();
    base = "https://main.vault.localhost:" + server.httpsPort();
    protect("web", "www.example.com", "private-ca", "");
    protect("own", "own.example.com", "self-signed", "RSA_2048");
    user = VaultClient.admitted(server, folder, "shop", "certificate-user");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Certificate protect(String name, String domain, String issuer, String keyType) {
    Certificate made =
        server
            .bean(Protection.class)
            .protect(SYSTEM, new Wish(domain, name, issuer, keyType, "", "", "", List.of()));
    await().atMost(PATIENCE).until(() -> current(made).isPresent());
    return made;
  }

  private static java.util.Optional<io.perennial.kernel.VersionId> current(Certificate made) {
    return server.bean(Certificates.class).get(SYSTEM, made.id()).currentVersion();
  }

  @Test
  void whoHasNoTokenIsToldFirstWhereToGetOne() {
    VaultClient stranger = VaultClient.stranger(server, folder);
    VaultClient.Answer answer =
        stranger.call("main.vault.localhost", "/certificates/no_name/", "-X", "POST", "-d", "{");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.headers())
        .contains(
            "WWW-Authenticate: Bearer authorization=\"https://localhost:%d/adfs\", resource=\"https://vault.localhost:%d\""
                .formatted(server.httpsPort(), server.httpsPort()));
    assertThat(answer.text("/error/code")).isEqualTo("Unauthorized");
    assertThat(answer.text("/error/message")).startsWith("AKV10000");
  }

  @Test
  void aCertificateIsReadWithAllThatItIs() throws Exception {
    VaultClient.Answer answer = user.get("/certificates/web/");

    assertThat(answer.status()).isEqualTo(200);
    String version = answer.text("/id").substring((base + "/certificates/web/").length());
    assertThat(version).matches("[0-9a-f]{32}");
    assertThat(answer.text("/kid")).isEqualTo(base + "/keys/web/" + version);
    assertThat(answer.text("/sid")).isEqualTo(base + "/secrets/web/" + version);
    X509Certificate leaf = leaf(answer.text("/cer"));
    assertThat(leaf.getSubjectAlternativeNames().toString()).contains("www.example.com");
    assertThat(answer.text("/x5t"))
        .isEqualTo(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-1").digest(leaf.getEncoded())));
    assertThat(answer.json().at("/attributes/exp").asLong())
        .isEqualTo(leaf.getNotAfter().toInstant().getEpochSecond());
    assertThat(answer.text("/policy/issuer/name")).isEqualTo("private-ca");
    assertThat(answer.text("/policy/key_props/crv")).isEqualTo("P-256");
    assertThat(answer.text("/policy/x509_props/sans/dns_names/0")).isEqualTo("www.example.com");
    assertThat(user.get("/certificates/web/" + version).json()).isEqualTo(answer.json());
    assertThat(user.get("/certificates/own/policy").text("/issuer/name")).isEqualTo("Self");
    assertThat(answer.headers()).contains("x-ms-request-id: ");
  }

  private static X509Certificate leaf(String cer) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(Base64.getDecoder().decode(cer)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "own"})
  void theSecretIsChainAndKeyAndItsReadingIsOnRecord(String name) throws Exception {
    long before = readings();
    VaultClient.Answer answer = user.get("/secrets/" + name);

    assertThat(readings()).isEqualTo(before + 1);
    assertThat(answer.text("/contentType")).isEqualTo("application/x-pkcs12");
    assertThat(answer.json().at("/managed").asBoolean()).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(
        new ByteArrayInputStream(Base64.getDecoder().decode(answer.text("/value"))), new char[0]);
    String alias = store.aliases().nextElement();
    PrivateKey key = (PrivateKey) store.getKey(alias, new char[0]);
    X509Certificate leaf = leaf(user.get("/certificates/" + name).text("/cer"));
    assertThat(store.getCertificate(alias)).isEqualTo(leaf);
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    Signature signer = Signature.getInstance(algorithm);
    signer.initSign(key);
    signer.update(new byte[] {1});
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(leaf.getPublicKey());
    verifier.update(new byte[] {1});
    assertThat(verifier.verify(signer.sign())).isTrue();

    VaultClient.Answer pem =
        user.get("/secrets/" + name + "?outContentType=application/x-pem-file");
    assertThat(pem.text("/value"))
        .startsWith("-----BEGIN PRIVATE KEY-----\n")
        .contains(
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(leaf.getEncoded()));
  }

  private static long readings() {
    return server
        .bean(JdbcClient.class)
        .sql("select count(*) from audit_entry where action = 'key.read' and actor = 'shop'")
        .query(Long.class)
        .single();
  }

  @Test
  void theServersOwnKeyStaysWithIt() {
    VaultClient.Answer answer =
        VaultClient.admitted(server, folder, "boss", "administrator")
            .get("/secrets/perennial-server");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("/error/innererror/code")).isEqualTo("SecretNotExportable");
    assertThat(user.get("/certificates/perennial-server").status()).isEqualTo(200);
  }

  @Test
  void theKeyIsReadInItsOwnForm() {
    assertThat(user.get("/keys/web").text("/key/crv")).isEqualTo("P-256");
    JsonNode rsa = user.get("/keys/own//").json();
    assertThat(rsa.at("/key/kty").asString()).isEqualTo("RSA");
    assertThat(rsa.at("/key/e").asString()).isEqualTo("AQAB");
    assertThat(rsa.at("/key/kid").asString()).startsWith(base + "/keys/own/");
  }

  @Test
  void aRenewedCertificateIsReadAnewUnderItsOldName() {
    Certificate made = protect("twice", "twice.example.com", "private-ca", "");
    String first = user.get("/certificates/twice").text("/id");
    var known = current(made);
    server.bean(Renewal.class).renewNow(SYSTEM, made.id());
    await().atMost(PATIENCE).until(() -> !current(made).equals(known));

    assertThat(user.get("/certificates/twice").text("/id")).isNotEqualTo(first);
    JsonNode versions = user.get("/certificates/twice/versions").json().at("/value");
    assertThat(versions).hasSize(2);
    assertThat(versions.get(1).at("/id").asString()).isEqualTo(first);
  }

  @Test
  void aListComesInPartsOf25WhoseAddressesAreFollowed() {
    List<Certificate> made = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      made.add(protect("many-%02d".formatted(i), "m%d.example.com".formatted(i), "private-ca", ""));
    }
    for (String kind : List.of("certificates", "secrets", "keys")) {
      List<String> names = new ArrayList<>();
      VaultClient.Answer part = user.get("/" + kind);
      assertThat(part.json().at("/value")).hasSize(25);
      while (true) {
        for (JsonNode item : part.json().at("/value")) {
          String id = item.at(kind.equals("keys") ? "/kid" : "/id").asString();
          names.add(id.substring((base + "/" + kind + "/").length()));
        }
        String next = part.text("/nextLink");
        if (next.isEmpty()) {
          break;
        }
        assertThat(next).startsWith(base + "/" + kind + "?api-version=7.6&$skiptoken=");
        part = user.call("main.vault.localhost", next.substring(base.length()));
      }
      assertThat(names)
          .isSorted()
          .doesNotHaveDuplicates()
          .containsAll(made.stream().map(certificate -> certificate.name().value()).toList());
    }
    String next = user.get("/certificates").text("/nextLink").substring(base.length());
    assertThat(
            user.call("main.vault.localhost", next.replace("/certificates?", "/secrets?")).status())
        .as("a token of another list")
        .isEqualTo(400);
    assertThat(user.get("/certificates?maxresults=26").status()).isEqualTo(400);
    assertThat(user.get("/certificates?maxresults=x").status()).isEqualTo(400);
    assertThat(user.get("/certificates?maxresults=2").json().at("/value")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "administrator, 200, 200, 200, 200",
    "reader, 200, 403, 200, 200",
    "certificates-officer, 200, 403, 403, 403",
    "certificate-user, 200, 200, 200, 200",
    "secrets-user, 403, 200, 200, 403"
  })
  void eachRoleMayWhatKeyVaultSays(String role, int certificate, int secret, int secrets, int key) {
    VaultClient client = VaultClient.admitted(server, folder, "a-" + role, role);

    assertThat(client.get("/certificates/web").status()).isEqualTo(certificate);
    assertThat(client.get("/certificates").status()).isEqualTo(certificate);
    assertThat(client.get("/certificates/web/policy").status()).isEqualTo(certificate);
    assertThat(client.get("/secrets/web").status()).isEqualTo(secret);
    assertThat(client.get("/secrets").status()).isEqualTo(secrets);
    assertThat(client.get("/secrets/web/versions").status()).isEqualTo(secrets);
    assertThat(client.get("/keys/web").status()).isEqualTo(key);
    assertThat(client.get("/keys").status()).isEqualTo(key);
  }

  @Test
  void aDenialNamesCallerActionAndScopeAndIsOnRecord() {
    VaultClient officer = VaultClient.admitted(server, folder, "officer", "certificates-officer");
    VaultClient.Answer denied = officer.get("/secrets/web");

    assertThat(denied.text("/error/innererror/code")).isEqualTo("ForbiddenByRbac");
    assertThat(denied.text("/error/message"))
        .contains("appid=" + officer.environment().get("AZURE_CLIENT_ID"))
        .contains("Microsoft.KeyVault/vaults/secrets/getSecret/action")
        .contains("/vaults/main/secrets/web");
    assertThat(
            server
                .bean(JdbcClient.class)
                .sql(
                    "select detail from audit_entry where outcome = 'denied' and actor = 'officer'")
                .query(String.class)
                .list())
        .singleElement(STRING)
        .startsWith("SecretGet from 127.0.0.1, request ")
        .contains(denied.header("x-ms-request-id"));
  }

  @Test
  void aRevokedApplicationIsOutAtOnce() {
    VaultClient client = VaultClient.admitted(server, folder, "leaver", "reader");
    assertThat(client.get("/certificates/web").status()).isEqualTo(200);

    server
        .bean(Applications.class)
        .revoke(SYSTEM, new ClientId(client.environment().get("AZURE_CLIENT_ID")));

    assertThat(client.get("/certificates/web").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "/certificates/none, 404, CertificateNotFound",
    "/certificates/web/00000000000000000000000000000000, 404, CertificateNotFound",
    "/certificates/web/%2e%2e/own, 400, BadParameter",
    "/certificates/no_name, 400, BadParameter",
    "/secrets/none, 404, SecretNotFound",
    "/secrets/web?outContentType=text/plain, 400, BadParameter",
    "/keys/none, 404, KeyNotFound",
    "/nothing, 404, NotFound",
    "/, 400, BadParameter"
  })
  void whatIsWrongIsSaidInKeyVaultsWords(String path, int status, String code) {
    VaultClient.Answer answer = user.get(path);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("/error/code")).isEqualTo(code);
    assertThat(answer.text("/error/message")).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "api-version=7.0, 200",
    "api-version=2026-04-01, 200",
    "api-version=7.6-preview.2, 200",
    "api%2Dversion=7.5, 200",
    "api-version=7.6-preview.2%22, 400",
    "api-version=6.0, 400",
    "x=7.6, 400"
  })
  void eachPublishedVersionOfTheApiIsKnown(String query, int status) {
    assertThat(user.call("main.vault.localhost", "/certificates/web?" + query).status())
        .isEqualTo(status);
  }

  @Test
  void aVaultThatIsNotThereIsNobodysBusinessWithoutAToken() {
    assertThat(VaultClient.stranger(server, folder).call("x.vault.localhost", "/keys").status())
        .isEqualTo(401);
    VaultClient.Answer answer = user.call("x.vault.localhost", "/keys?api-version=7.6");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("/error/code")).isEqualTo("VaultNotFound");
  }

  private static VaultClient.Answer asked(String host, String path) {
    return user.call(host, path + (path.contains("?") ? "&" : "?") + "api-version=7.6");
  }

  private static String inWords(VaultClient.Answer answer, String host) {
    return answer.status() + " " + answer.body().replace(host, "HOST");
  }

  @Test
  void eachVaultIsAHostOfItsOwnUntilItIsDeleted() {
    Vaults vaults = server.bean(Vaults.class);
    Vault shop = vaults.create(SYSTEM, new VaultWish("shop", "", "", "", ""));
    String host = "shop.vault.localhost";
    assertThat(asked(host, "/certificates").status()).isEqualTo(403);
    server.bean(VaultClients.class).admit(SYSTEM, "shop", "shop", "certificate-user");
    Protection protection = server.bean(Protection.class);
    for (String name : List.of("one", "two")) {
      protection.protect(
          SYSTEM,
          "shop",
          new Wish(name + ".example.com", name, "private-ca", "", "", "", "", List.of()));
    }
    assertThat(asked(host, "/certificates").json().get("value")).hasSize(2);
    assertThat(user.get("/certificates/one").status()).isEqualTo(404);

    String next = asked(host, "/certificates?maxresults=1").text("/nextLink");
    assertThat(next).startsWith("https://" + host);
    String page = next.substring(next.indexOf("/certificates"));
    assertThat(user.call(host, page).json().at("/value/0/id").asString()).endsWith("/two");
    assertThat(user.call("main.vault.localhost", page).status()).isEqualTo(400);

    server.bean(VaultDeletions.class).delete(SYSTEM, shop, Expected.any());
    for (String path : List.of("/certificates", "/secrets/one", "/deletedcertificates", "/x")) {
      assertThat(inWords(asked(host, path), host))
          .isEqualTo(inWords(asked("none.vault.localhost", path), "none.vault.localhost"))
          .startsWith("404 ");
    }
    VaultClient stranger = VaultClient.stranger(server, folder);
    assertThat(inWords(stranger.call(host, "/keys"), host))
        .isEqualTo(inWords(stranger.call("none.vault.localhost", "/keys"), "none.vault.localhost"));

    server
        .bean(VaultDeletions.class)
        .recover(SYSTEM, server.bean(DeletedVaults.class).find(SYSTEM, shop.name()).orElseThrow());
    assertThat(asked(host, "/certificates").json().get("value")).hasSize(2);
  }

  @Test
  void aVaultSaysWhichAuthorityAndWhichPfxItsClientsGet() throws Exception {
    server
        .bean(Vaults.class)
        .create(SYSTEM, new VaultWish("old-programs", "", "", "tenant", "compatible"));
    String host = "old-programs.vault.localhost";
    String tenant =
        io.perennial.kernel.Id.guid(server.bean(io.perennial.envelope.Envelope.class).deployment());
    assertThat(VaultClient.stranger(server, folder).call(host, "/keys").headers())
        .contains(
            "Bearer authorization=\"https://localhost:%d/%s\", resource="
                .formatted(server.httpsPort(), tenant));
    server.bean(VaultClients.class).admit(SYSTEM, "old-programs", "shop", "certificate-user");
    Certificate made =
        server
            .bean(Protection.class)
            .protect(
                SYSTEM,
                "old-programs",
                new Wish("old.example.com", "old", "private-ca", "", "", "", "", List.of()));
    await().atMost(PATIENCE).until(() -> current(made).isPresent());

    java.nio.file.Path pfx =
        java.nio.file.Files.write(
            folder.resolve("old.pfx"),
            Base64.getDecoder().decode(asked(host, "/secrets/old").text("/value")));
    io.perennial.testing.Program.Ended told =
        io.perennial.testing.Program.run(
            "openssl", "pkcs12", "-in", pfx, "-passin", "pass:", "-info", "-noout");
    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.err()).contains("MAC: sha1").contains("KeyTripleDES-CBC");
  }

  @Test
  void theListenerTakesNoCertificateOfItsNameFromAnotherVault() throws Exception {
    X509Certificate own = shown();
    server.bean(Vaults.class).create(SYSTEM, new VaultWish("impostor", "", "", "", ""));
    Certificate made =
        server
            .bean(Protection.class)
            .protect(
                SYSTEM,
                "impostor",
                new Wish(
                    "localhost",
                    Vaults.OWN_CERTIFICATE.value(),
                    "private-ca",
                    "",
                    "",
                    "",
                    "",
                    List.of()));
    await().atMost(PATIENCE).until(() -> current(made).isPresent());

    assertThat(shown()).isEqualTo(own);
  }

  private static X509Certificate shown() throws Exception {
    try (javax.net.ssl.SSLSocket socket =
        (javax.net.ssl.SSLSocket)
            io.perennial.testing.TrustingClient.of(server)
                .build()
                .sslContext()
                .getSocketFactory()
                .createSocket("localhost", server.httpsPort())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/.vault/certificates/web", "/%2evault/certificates/web"})
  void vaultsAnswerUnderTheirOwnHostsAlone(String path) {
    assertThat(user.call("localhost", path + "?api-version=7.6").status()).isIn(302, 400, 404);
  }

  @Test
  void everyRouteAsksForItsDataActionAtItsScopeAndForNothingElse() throws Exception {
    Certificate gone = protect("gone", "gone.example.com", "private-ca", "");
    server.bean(Deletions.class).delete(SYSTEM, gone);
    Vault vault = server.bean(Vaults.class).first();
    Certificate web = certificate(vault, "web");
    Scope secret = Scope.secret(vault.id(), new ObjectName("not-there"));
    RightsMatrix matrix =
        new RightsMatrix(
            server,
            new RightsMatrix.Scene(
                vault,
                Map.of(
                    About.CERTIFICATE, new Place("web", web.scope()),
                    About.DELETED_CERTIFICATE, new Place("gone", gone.scope()),
                    About.SECRET, new Place("not-there", secret)),
                Map.of(
                    Held.DEPLOYMENT, Scope.deployment(),
                    Held.VAULT, Scope.vault(vault.id()),
                    Held.OTHER_OBJECT, certificate(vault, "own").scope(),
                    Held.OTHER_VAULT, Scope.vault(new VaultId("f".repeat(32))))));
    Map<String, Right> rights = RouteRights.rows();
    assertThat(matrix.routes().keySet())
        .as("each route has its row in RouteRights, and each row its route")
        .containsExactlyInAnyOrderElementsOf(rights.keySet());
    assertThat(rights.keySet()).allMatch(OperationNames::has, "has its name in OperationNames");

    Map<String, Set<Role>> allowed = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    rights.forEach((route, right) -> {
      if (!matrix.denied(route, right.about(), Role.KEY_VAULT_READER, Optional.empty())) {
        wrong.add(route + " for somebody without a role");
      }
      for (Role role : RightsMatrix.ROLES) {
        for (Held held : Held.values()) {
          boolean denied = matrix.denied(route, right.about(), role, Optional.of(held));
          boolean expected =
              role.allows(right.action().permission())
                  && (held == Held.DEPLOYMENT
                      || held == Held.VAULT
                      || (held == Held.OBJECT && right.about() != About.VAULT));
          if (denied == expected) {
            wrong.add("%s with %s at %s".formatted(route, role, held));
          }
          if (!denied && held == Held.VAULT) {
            allowed.computeIfAbsent(route, none -> EnumSet.noneOf(Role.class)).add(role);
          }
        }
      }
    });
    assertThat(wrong).isEmpty();

    String page = RolesPage.generate(rights, allowed);
    Path file = Program.root().resolve("src/docs/roles.md");
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(file, page);
    }
    assertThat(file)
        .as("write it anew with -Dtest.jvm.arguments=-Dreference.write=true")
        .hasContent(page);
  }

  private static Certificate certificate(Vault vault, String name) {
    return server
        .bean(Certificates.class)
        .find(SYSTEM, vault.id(), new ObjectName(name))
        .orElseThrow();
  }

  @Test
  void aRoleAtACertificateCountsForItsSecretAndKeyUntilItEnds() {
    Vault vault = server.bean(Vaults.class).first();
    VaultClient narrow = VaultClient.admitted(server, folder, "narrow", "purge-operator");
    Principal holder =
        server
            .bean(Applications.class)
            .get(SYSTEM, new ClientId(narrow.environment().get("AZURE_CLIENT_ID")))
            .actor();
    Assignments assignments = server.bean(Assignments.class);
    Assignments.Held web =
        new Assignments.Held(
            holder.id(), Role.KEY_VAULT_CERTIFICATE_USER, certificate(vault, "web").scope());
    VaultClient.Answer refused = narrow.get("/secrets/web");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/error/innererror/code")).isEqualTo("ForbiddenByRbac");
    assertThat(refused.text("/error/message"))
        .contains(
            "Caller: appid=%s;oid=%s;iss=https://localhost:%d/adfs"
                .formatted(
                    narrow.environment().get("AZURE_CLIENT_ID"),
                    holder.id().value(),
                    server.httpsPort()),
            "Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'",
            "Resource: '/vaults/main/secrets/web'",
            "Assignment: (not found)",
            "DecisionReason: null",
            "Vault: main");

    assignments.assign(
        SYSTEM, new Wanted(web.principal(), web.role(), web.scope(), Optional.empty()));
    for (String path : List.of("/secrets/web", "/keys/web", "/certificates/web")) {
      assertThat(narrow.get(path).status()).as(path).isEqualTo(200);
    }
    for (String path : List.of("/secrets/own", "/keys/own", "/certificates/own", "/secrets")) {
      assertThat(narrow.get(path).status()).as(path).isEqualTo(403);
    }
    assignments.remove(SYSTEM, web);
    assertThat(narrow.get("/secrets/web").status()).isEqualTo(403);
  }

  @Test
  void aReadingIsOnRecordWithItsNameAndWhereItCameFrom() {
    user.call(
        "main.vault.localhost",
        "/certificates/web/policy?api-version=7.6",
        "-H",
        "x-ms-client-request-id: mine-17");

    assertThat(
            server
                .bean(JdbcClient.class)
                .sql(
                    """
                    select subject || ' ' || detail from audit_entry
                    where action = 'CertificatePolicyGet' and actor = 'shop' and outcome = 'done'
                      and detail like '%mine-17'
                    """)
                .query(String.class)
                .list())
        .singleElement(STRING)
        .matches(
            "main/certificates/web/policy CertificatePolicyGet from 127\\.0\\.0\\.1, request [0-9a-f]{32}, client request mine-17");
  }

  @Test
  void whatFailsIsOnRecordOnceWithItsStatus() {
    VaultClient.Answer missing = user.get("/certificates/none");

    assertThat(missing.status()).isEqualTo(404);
    assertThat(
            server
                .bean(JdbcClient.class)
                .sql(
                    """
                    select action || ' ' || outcome || ' ' || subject || ' ' || detail
                    from audit_entry where detail like :request
                    """)
                .param("request", "%" + missing.header("x-ms-request-id") + "%")
                .query(String.class)
                .list())
        .singleElement(STRING)
        .startsWith("CertificateGet failed main/certificates/none answered 404; CertificateGet");
  }

  @Test
  void whoAsksTooOftenIsToldWhenToAskAgain() {
    VaultClient hasty = VaultClient.admitted(server, folder, "hasty", "purge-operator");
    for (int i = 0; i < 20; i++) {
      assertThat(hasty.send("POST", "/certificates/burst/create", "{}").status()).isEqualTo(403);
    }
    VaultClient.Answer throttled = hasty.send("POST", "/certificates/burst/create", "{}");

    // Curl may be so slow that a token or two come back meanwhile.
    for (int i = 0; i < 20 && throttled.status() == 403; i++) {
      throttled = hasty.send("POST", "/certificates/burst/create", "{}");
    }
    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.text("/error/code")).isEqualTo("Throttled");
    assertThat(throttled.headers()).containsIgnoringCase("retry-after: 1");
    assertThat(hasty.get("/certificates").status()).as("of another kind").isEqualTo(403);
    assertThat(user.get("/certificates").status()).as("another client").isEqualTo(200);
  }

  private static Program.Ended command(Object... words) {
    List<Object> all =
        new ArrayList<>(
            List.of(Program.root().resolve("deploy/perennial"), "--socket", server.socket()));
    all.addAll(List.of(words));
    return Program.run(all.toArray());
  }

  @Test
  void theCommandLineHandsOutRolesAndTakesThemBack() {
    VaultClient team = VaultClient.admitted(server, folder, "cli-app", "purge-operator");
    assertThat(command("group", "create", "cli-team").status()).isZero();
    assertThat(command("group", "add", "cli-team", "--application", "cli-app").status()).isZero();
    assertThat(command("group", "list").out()).contains("cli-team\tcli-app\n");
    Object[] held = {
      "certificate-user", "--group", "cli-team", "--vault", "main", "--certificate", "web"
    };
    Program.Ended assigned =
        command(concat(new Object[] {"role", "assign"}, held, "--until", "2999-12-31"));
    assertThat(assigned.out())
        .isEqualTo(
            "certificate-user\tgroup\tcli-team\tcertificate web in vault main\t3000-01-01T00:00:00Z\n");
    assertThat(team.get("/secrets/web").status()).isEqualTo(200);
    assertThat(command("role", "list", "--vault", "main", "--certificate", "web").out())
        .contains(assigned.out())
        .doesNotContain("\tvault main\t");

    assertThat(command(concat(new Object[] {"role", "remove"}, held)).status()).isZero();
    assertThat(team.get("/secrets/web").status()).isEqualTo(403);
    Program.Ended again = command(concat(new Object[] {"role", "remove"}, held));
    assertThat(again.status()).isEqualTo(4);
    assertThat(again.err()).contains("not held there");
    assertThat(command("role", "assign", "king", "--group", "cli-team").err())
        .contains("Choose a role", "secrets-user");
    assertThat(command("role", "definitions").out())
        .contains("secrets-user\tKey Vault Secrets User\t4633458b-17de-408a-b874-0445c86b69e6\t");

    assertThat(command("group", "remove", "cli-team", "--application", "cli-app").status())
        .isZero();
    assertThat(command("group", "delete", "cli-team").status()).isZero();
    assertThat(command("application", "list").out())
        .contains("cli-app\t" + team.environment().get("AZURE_CLIENT_ID") + "\tin use\n");
    assertThat(command("application", "revoke", "cli-app").out()).isEqualTo("cli-app\n");
    assertThat(team.get("/certificates/web").status()).isEqualTo(401);
  }

  private static Object[] concat(Object[] first, Object[] second, Object... third) {
    List<Object> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(second));
    all.addAll(List.of(third));
    return all.toArray();
  }
}
