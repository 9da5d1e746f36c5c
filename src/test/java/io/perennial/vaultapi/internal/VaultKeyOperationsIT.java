package io.perennial.vaultapi.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.jwk.JWK;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.testing.RunningServer;
import io.perennial.vaultapi.internal.VaultClient.Answer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Certificates' keys, which sign and decrypt without leaving; the JDK checks what they made. */
class VaultKeyOperationsIT {

  private static final byte[] MESSAGE = "to whom it may concern".getBytes(StandardCharsets.UTF_8);

  @TempDir static Path folder;

  private static RunningServer server;
  private static VaultClient administrator;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder.resolve("server")).start().awaitReady();
    for (String type : List.of("RSA_2048", "P_256", "P_384", "P_521")) {
      protect(name(type), type);
    }
    administrator = VaultClient.admitted(server, folder, "root", "administrator");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String name(String type) {
    return type.toLowerCase(java.util.Locale.ROOT).replace("_", "");
  }

  private static Certificate protect(String name, String type) {
    Certificate made =
        server
            .bean(Protection.class)
            .protect(
                SYSTEM,
                new Wish(name + ".example.com", name, "private-ca", type, "", "", "", List.of()));
    Certificates certificates = server.bean(Certificates.class);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> certificates.get(SYSTEM, made.id()).currentVersion().isPresent());
    return made;
  }

  private static Answer post(String path, String body) {
    return administrator.send("POST", path, body);
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static byte[] digest(int bits) throws Exception {
    return MessageDigest.getInstance("SHA-" + bits).digest(MESSAGE);
  }

  private static PublicKey key(String name) throws Exception {
    var jwk = administrator.get("/keys/" + name).json().get("key");
    ((tools.jackson.databind.node.ObjectNode) jwk).remove(List.of("key_ops", "kid"));
    JWK parsed = JWK.parse(jwk.toString());
    return parsed instanceof com.nimbusds.jose.jwk.RSAKey rsa
        ? rsa.toPublicKey()
        : parsed.toECKey().toPublicKey();
  }

  @ParameterizedTest
  @CsvSource({
    "rsa2048, RS256, 256",
    "rsa2048, RS384, 384",
    "rsa2048, RS512, 512",
    "rsa2048, PS256, 256",
    "rsa2048, PS384, 384",
    "rsa2048, PS512, 512",
    "p256, ES256, 256",
    "p384, ES384, 384",
    "p521, ES512, 512"
  })
  void signs_and_knows_its_own_signatures(String name, String algorithm, int bits)
      throws Exception {
    String sent = "{\"alg\":\"%s\",\"value\":\"%s\"}".formatted(algorithm, text(digest(bits)));

    Answer signed = post("/keys/" + name + "/sign", sent);

    assertThat(signed.status()).as(signed.body()).isEqualTo(200);
    assertThat(signed.text("/kid")).isEqualTo(administrator.get("/keys/" + name).text("/key/kid"));
    byte[] signature = bytes(signed.text("/value"));
    Signature foreign =
        Signature.getInstance(
            switch (algorithm.substring(0, 2)) {
              case "RS" -> "SHA%dwithRSA".formatted(bits);
              case "PS" -> "RSASSA-PSS";
              default -> "SHA%dwithECDSAinP1363Format".formatted(bits);
            });
    if (algorithm.startsWith("PS")) {
      String hash = "SHA-" + bits;
      foreign.setParameter(
          new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1));
    }
    foreign.initVerify(key(name));
    foreign.update(MESSAGE);
    assertThat(foreign.verify(signature)).isTrue();

    assertThat(verdict(name, algorithm, digest(bits), signature)).isEqualTo("true");
    signature[signature.length / 2] ^= 1;
    assertThat(verdict(name, algorithm, digest(bits), signature)).isEqualTo("false");
    assertThat(verdict(name, algorithm, digest(bits), new byte[3])).isEqualTo("false");
  }

  private static String verdict(String name, String algorithm, byte[] digest, byte[] signature) {
    Answer answer =
        post(
            "/keys/" + name + "//verify",
            "{\"alg\":\"%s\",\"digest\":\"%s\",\"value\":\"%s\"}"
                .formatted(algorithm, text(digest), text(signature)));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.text("/value");
  }

  @ParameterizedTest
  @CsvSource({"RSA1_5, ", "RSA-OAEP, SHA-1", "RSA-OAEP-256, SHA-256"})
  void wraps_and_unwraps(String algorithm, String hash) throws Exception {
    Cipher cipher =
        Cipher.getInstance(hash == null ? "RSA/ECB/PKCS1Padding" : "RSA/ECB/OAEPPadding");
    if (hash == null) {
      cipher.init(Cipher.ENCRYPT_MODE, key("rsa2048"));
    } else {
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key("rsa2048"),
          new OAEPParameterSpec(
              hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT));
    }
    String version = administrator.get("/keys/rsa2048").text("/key/kid").split("/keys/")[1];

    Answer opened =
        post(
            "/keys/" + version + "/unwrapkey",
            "{\"alg\":\"%s\",\"value\":\"%s\"}"
                .formatted(algorithm, text(cipher.doFinal(MESSAGE))));
    Answer wrapped =
        post(
            "/keys/rsa2048/wrapkey",
            "{\"alg\":\"%s\",\"value\":\"%s\"}".formatted(algorithm, text(MESSAGE)));

    assertThat(opened.text("/value")).as(opened.body()).isEqualTo(text(MESSAGE));
    assertThat(wrapped.text("/value")).hasSize(342).isNotEqualTo(text(MESSAGE));
    assertThat(
            post(
                    "/keys/rsa2048/unwrapkey",
                    "{\"alg\":\"%s\",\"value\":\"%s\"}"
                        .formatted(algorithm, wrapped.text("/value")))
                .text("/value"))
        .isEqualTo(text(MESSAGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rsa2048/encrypt|RSA-OAEP|AAAA|403|Operation encrypt is not permitted on this key.",
        "p256/wrapkey|RSA-OAEP|AAAA|403|Operation wrapKey is not permitted on this key.",
        "p256/sign|ES384|AAAA|400|ES384 does not fit this key, which is P_256.",
        "p256/sign|ES256|AAAA|400|ES256 signs a digest of 32 bytes, and this one has 3.",
        "p256/sign|es256|AAAA|400|alg is one of RS256,",
        "p256/sign|none|AAAA|400|alg is one of RS256,",
        "p256/sign|ES256|@|400|value is missing or no base64url",
        "p256/sign|ES256||400|value is missing or no base64url",
        "rsa2048/unwrapkey|RSA-OAEP|AAAA|400|This was not encrypted to this version",
        "rsa2048/unwrapkey|A128KW|AAAA|400|alg is one of RSA1_5,",
        "absent/sign|ES256|AAAA|404|A key with (name/id) absent was not found",
        "p256/00000000000000000000000000000000/sign|ES256|AAAA|404|A key with (name/id) p256/",
        "perennial-server/sign|ES256|AAAA|403|This is the key of Perennial's own listener"
      })
  void refuses(String path, String algorithm, String value, int status, String message) {
    Answer answer =
        post(
            "/keys/" + path,
            "{\"alg\":\"%s\",\"value\":\"%s\"}".formatted(algorithm, value == null ? "" : value));

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.text("/error/message")).startsWith(message);
  }

  @Test
  void a_key_takes_no_more_than_fits() {
    Answer answer =
        post(
            "/keys/rsa2048/wrapkey",
            "{\"alg\":\"RSA-OAEP-256\",\"value\":\"%s\"}".formatted(text(new byte[191])));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/message")).startsWith("RSA-OAEP-256 takes 190 bytes at most");
  }

  @Test
  void a_disabled_key_does_nothing() throws Exception {
    protect("resting", "P_256");
    administrator.send("PATCH", "/certificates/resting", "{\"attributes\":{\"enabled\":false}}");

    Answer answer =
        post(
            "/keys/resting/sign",
            "{\"alg\":\"ES256\",\"value\":\"%s\"}".formatted(text(digest(256))));

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("/error/innererror/code")).isEqualTo("KeyDisabled");
    assertThat(answer.text("/error/message"))
        .isEqualTo("Operation sign is not allowed on a disabled key.");
  }

  @ParameterizedTest
  @CsvSource({"PATCH, /keys/p256", "DELETE, /keys/p256", "POST, /keys/p256/backup"})
  void a_managed_key_changes_with_its_certificate_alone(String method, String path) {
    Answer answer = administrator.send(method, path, "{}");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("/error/innererror/code")).isEqualTo("KeyManagedByKeyVault");
  }

  @Test
  void each_use_is_on_record_and_needs_its_right() throws Exception {
    VaultClient reader = VaultClient.admitted(server, folder, "reader", "certificate-user");
    String sent = "{\"alg\":\"ES256\",\"value\":\"%s\"}".formatted(text(digest(256)));
    BigInteger before = signatures();

    Answer refused = reader.send("POST", "/keys/p256/sign", sent);
    post("/keys/p256/sign", sent);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/error/message"))
        .contains("Action: 'Microsoft.KeyVault/vaults/keys/sign/action'");
    assertThat(signatures()).isEqualTo(before.add(BigInteger.ONE));
  }

  private static BigInteger signatures() {
    return server
        .bean(JdbcClient.class)
        .sql(
            "select count(*) from audit_entry where action = 'key.sign' and actor = 'root' and detail like 'ES256; KeySign from %' and outcome = 'done'")
        .query(BigInteger.class)
        .single();
  }
}
