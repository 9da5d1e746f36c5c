package io.perennial.identity.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.envelope.Envelope;
import io.perennial.identity.ApplicationCertificates;
import io.perennial.identity.FederatedIdentities;
import io.perennial.identity.TrustedIssuers;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Pem;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Assertions, outside issuers and forged tokens, over HTTPS. */
@ExtendWith(OutputCaptureExtension.class)
class AssertionsIT {

  private static final String ADFS = "/adfs/oauth2/token";
  private static final String KIND = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String EXCHANGE = "api://AzureADTokenExchange";
  private static final String SUBJECT = "system:serviceaccount:shop:web";

  private static final Map<KeyType, X509Certificate> CERTIFICATES = new LinkedHashMap<>();

  @TempDir static Path folder;

  private static OutsideIssuer outside;
  private static RunningServer server;
  private static TokenClient client;
  private static String tenant;
  private static String resource;
  private static Application shop;
  private static int registered;

  @BeforeAll
  static void start() throws Exception {
    outside = OutsideIssuer.start(folder.resolve("outside.pem"));
    server =
        RunningServer.in(folder.resolve("server"))
            .property("perennial.outbound.roots", folder.resolve("outside.pem").toString())
            .start()
            .awaitReady();
    client = new TokenClient(server, "127.0.0.1");
    tenant = Id.guid(server.bean(Envelope.class).deployment());
    resource = "https://vault.localhost:" + server.httpsPort();
    shop = application();
    for (KeyType type : List.of(KeyType.RSA_2048, KeyType.P_256)) {
      register(shop, certificate(type));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
    outside.close();
  }

  private static Application application() {
    return server
        .bean(Applications.class)
        .register(SYSTEM, new ObjectName("certified-" + registered++));
  }

  private static String register(Application application, X509Certificate certificate) {
    return server
        .bean(ApplicationCertificates.class)
        .register(SYSTEM, application.clientId(), Pem.certificates(List.of(certificate)))
        .id();
  }

  /** The same at every call: a signature by P-256 never comes out twice. */
  private static X509Certificate certificate(KeyType type) {
    return CERTIFICATES.computeIfAbsent(
        type,
        kind ->
            TestCertificates.of(
                "client",
                Instant.parse("2026-01-01T00:00:00Z"),
                Duration.ofDays(36_500),
                TestKeys.shared(kind)));
  }

  private static Base64URL thumbprint(X509Certificate certificate, String algorithm)
      throws Exception {
    return Base64URL.encode(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
  }

  private static JWTClaimsSet.Builder claims(Application application) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(application.clientId().value())
        .subject(application.clientId().value())
        .audience("https://localhost:" + server.httpsPort() + ADFS)
        .jwtID(UUID.randomUUID().toString())
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofMinutes(10))));
  }

  @SuppressWarnings("deprecation") // MSAL names SHA-1 for adfs
  private static String signed(JWSAlgorithm algorithm, String header, JWTClaimsSet.Builder claims)
      throws Exception {
    boolean ec = algorithm.equals(JWSAlgorithm.ES256);
    KeyType type = ec ? KeyType.P_256 : KeyType.RSA_2048;
    X509Certificate certificate = certificate(type);
    KeyPair pair = TestKeys.shared(type);
    JWSHeader.Builder built = new JWSHeader.Builder(algorithm);
    if (header.contains("sha1")) {
      built.x509CertThumbprint(thumbprint(certificate, "SHA-1"));
    }
    if (header.contains("sha256")) {
      built.x509CertSHA256Thumbprint(thumbprint(certificate, "SHA-256"));
    }
    if (header.contains("chain")) {
      built.x509CertChain(List.of(Base64.encode(certificate.getEncoded())));
    }
    SignedJWT token = new SignedJWT(built.build(), claims.build());
    token.sign(
        ec
            ? new ECDSASigner((ECPrivateKey) pair.getPrivate())
            : new RSASSASigner(pair.getPrivate()));
    return token.serialize();
  }

  private static HttpResponse<String> show(TokenClient from, ClientId id, String path, String shown)
      throws Exception {
    return from.post(
        path,
        TokenClient.form(
            "grant_type",
            "client_credentials",
            "client_id",
            id.value(),
            "client_assertion_type",
            KIND,
            "client_assertion",
            shown,
            "scope",
            resource + "/.default"));
  }

  private static HttpResponse<String> show(String assertion) throws Exception {
    return show(client, shop.clientId(), ADFS, assertion);
  }

  private static void refused(HttpResponse<String> answer, String why) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.body()).contains("invalid_client").contains(why);
  }

  private static String granted(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return String.valueOf(
        com.nimbusds.jose.util.JSONObjectUtils.parse(answer.body()).get("access_token"));
  }

  private static String vault(String path, String token) throws Exception {
    return client.raw(
        path, "main.vault.localhost:" + server.httpsPort(), "Authorization: Bearer " + token);
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, sha1, /adfs/oauth2/token",
    "RS256, sha1 chain, /adfs/oauth2/v2.0/token",
    "PS256, sha256, /TENANT/oauth2/v2.0/token",
    "PS256, sha1 sha256 chain, /adfs/oauth2/token",
    "ES256, sha256, /adfs/oauth2/token",
    "RS256, none, /adfs/oauth2/token"
  })
  void givesATokenForAnAssertionAsMicrosoftsLibrariesSignIt(
      String algorithm, String header, String path) throws Exception {
    String at = path.replace("TENANT", tenant);
    String assertion =
        signed(
            JWSAlgorithm.parse(algorithm),
            header,
            claims(shop).audience("https://localhost:" + server.httpsPort() + at));

    String token = granted(show(client, shop.clientId(), at, assertion));

    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getStringClaim("appid"))
        .isEqualTo(shop.clientId().value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/adfs", "/TENANT/v2.0", "/TENANT/oauth2/token", "/TENANT/"})
  void takesEachNameOfTheDeploymentForItsAudience(String path) throws Exception {
    granted(
        show(
            signed(
                JWSAlgorithm.RS256,
                "sha1",
                claims(shop).audience("https://localhost" + path.replace("TENANT", tenant)))));
  }

  @Test
  void refusesAnAssertionThatIsWrongInOneThing() throws Exception {
    Instant now = Instant.now();
    Map<JWTClaimsSet.Builder, String> wrong = new LinkedHashMap<>();
    wrong.put(claims(shop).audience("https://login.microsoftonline.com/adfs"), "(aud)");
    wrong.put(claims(shop).audience("https://localhost/other/oauth2/token"), "(aud)");
    wrong.put(claims(shop).subject(UUID.randomUUID().toString()), "(sub)");
    wrong.put(claims(shop).issuer("https://evil.example"), "(iss)");
    wrong.put(claims(shop).expirationTime(Date.from(now.minusSeconds(1))), "expired (exp)");
    wrong.put(claims(shop).expirationTime(null), "expired (exp)");
    wrong.put(claims(shop).expirationTime(Date.from(now.plusSeconds(960))), "too long (exp)");
    wrong.put(claims(shop).notBeforeTime(Date.from(now.plusSeconds(360))), "not good yet (nbf)");
    wrong.put(claims(shop).jwtID(null), "(jti)");
    TokenClient stranger = new TokenClient(server, "127.0.0.9");
    for (var one : wrong.entrySet()) {
      String assertion = signed(JWSAlgorithm.RS256, "sha1", one.getKey());
      refused(show(stranger, shop.clientId(), ADFS, assertion), one.getValue());
    }
  }

  @Test
  void refusesAForeignKeyAnUnknownCertificateAndARevokedOne() throws Exception {
    Application other = application();
    String assertion = signed(JWSAlgorithm.RS256, "sha1", claims(other));
    refused(show(client, other.clientId(), ADFS, assertion), "thumbprint");
    refused(
        show(client, new ClientId(UUID.randomUUID().toString()), ADFS, assertion),
        "is not known by");
    String id = register(other, certificate(KeyType.RSA_2048));
    granted(show(client, other.clientId(), ADFS, assertion));
    server.bean(ApplicationCertificates.class).revoke(SYSTEM, other.clientId(), id);
    refused(
        show(client, other.clientId(), ADFS, signed(JWSAlgorithm.RS256, "sha1", claims(other))),
        "thumbprint");
    RSAKey foreign = new RSAKeyGenerator(2048).generate();
    SignedJWT forged =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .x509CertSHA256Thumbprint(thumbprint(certificate(KeyType.RSA_2048), "SHA-256"))
                .build(),
            claims(shop).build());
    forged.sign(new RSASSASigner(foreign));
    refused(show(forged.serialize()), "signature");
    SignedJWT mac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(shop).build());
    mac.sign(new MACSigner(certificate(KeyType.RSA_2048).getPublicKey().getEncoded()));
    refused(show(mac.serialize()), "RS256, PS256 or ES256");
    refused(show(new PlainJWT(claims(shop).build()).serialize()), "not signed");
    refused(show("a.b.c"), "cannot be read");
  }

  @Test
  void anAssertionThatWasShownIsGoodForNobodyElse() throws Exception {
    JWTClaimsSet.Builder claims = claims(shop);
    String assertion = signed(JWSAlgorithm.RS256, "sha1", claims);
    granted(show(assertion));
    granted(show(assertion));
    refused(show(new TokenClient(server, "127.0.0.8"), shop.clientId(), ADFS, assertion), "(jti)");
    refused(show(signed(JWSAlgorithm.RS256, "sha256", claims.claim("other", "x"))), "(jti)");
  }

  @Test
  void theCommandLineRegistersTheCertificateAndKeepsTheKey() throws Exception {
    X509Certificate certificate = certificate(KeyType.RSA_2048);
    byte[] key = TestKeys.shared(KeyType.RSA_2048).getPrivate().getEncoded();
    Path file = folder.resolve("client.pem");
    Files.write(file, Pem.bundle(key, Pem.certificates(List.of(certificate)).getBytes()));
    Program.Ended ended =
        perennial(
            "vault",
            "env",
            "main",
            "--client",
            "by-file",
            "--role",
            "reader",
            "--roots",
            folder.resolve("roots.pem"),
            "--certificate-file",
            file);
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("AZURE_CLIENT_CERTIFICATE_PATH=" + file + "\n")
        .contains("# az login --service-principal --tenant " + tenant + " ")
        .doesNotContain("AZURE_CLIENT_SECRET");
    Application made =
        server.bean(Applications.class).find(SYSTEM, new ObjectName("by-file")).orElseThrow();
    String token =
        granted(
            show(client, made.clientId(), ADFS, signed(JWSAlgorithm.RS256, "sha1", claims(made))));
    assertThat(vault("/certificates?api-version=7.6", token)).startsWith("HTTP/1.1 200");
    assertThat(client.get("/arm/subscriptions", "Authorization", "Bearer " + token).body())
        .isEqualTo("{\"value\":[]}");
    assertThat(client.get("/arm/tenants").statusCode()).isEqualTo(401);
    assertThat(perennial("application", "certificates", "by-file").out()).contains("\tin use\n");
  }

  private static Program.Ended perennial(Object... words) {
    Object[] all = new Object[words.length + 3];
    all[0] = Program.root().resolve("deploy/perennial");
    all[1] = "--socket";
    all[2] = server.socket();
    System.arraycopy(words, 0, all, 3, words.length);
    return Program.run(all);
  }

  @Test
  void anOutsideIssuerSpeaksForAWorkload() throws Exception {
    Application workload = application();
    String token = outside.sign(outside.claims(SUBJECT, EXCHANGE, Instant.now()), Map.of());
    refused(show(client, workload.clientId(), ADFS, token), "is not known by the issuer (iss)");
    Program.Ended trusted =
        perennial(
            "application",
            "trust",
            workload.name().value(),
            "--issuer",
            outside.address(),
            "--subject",
            SUBJECT,
            "--audience",
            EXCHANGE);
    assertThat(trusted.status()).as(trusted.err()).isZero();
    granted(show(client, workload.clientId(), ADFS, token));
    granted(show(client, workload.clientId(), "/" + tenant + "/oauth2/v2.0/token", token));
    refused(show(client, shop.clientId(), ADFS, token), "is not known by");
    refused(
        show(
            client,
            workload.clientId(),
            ADFS,
            outside.sign(outside.claims("other", EXCHANGE, Instant.now()), Map.of())),
        "subject (sub) other");
    refused(
        show(
            client,
            workload.clientId(),
            ADFS,
            outside.sign(outside.claims(SUBJECT, "other", Instant.now()), Map.of())),
        "audience (aud) other");
    String id = perennial("application", "trusts", workload.name().value()).out().split("\t")[0];
    assertThat(perennial("application", "distrust", workload.name().value(), id).status()).isZero();
    refused(show(client, workload.clientId(), ADFS, token), "is not known by");
  }

  @Test
  void aVaultTakesTheTokensOfAnIssuerThatItTrusts() throws Exception {
    Application caller = application();
    String path = "/certificates?api-version=7.6";
    JWTClaimsSet.Builder claims =
        outside.claims("the sub", "vaults", Instant.now()).claim("oid", "the oid");
    String token = outside.sign(claims, Map.of());
    assertThat(vault(path, token)).startsWith("HTTP/1.1 401");
    assertThat(
            perennial(
                    "vault", "trust", "main", "--issuer", outside.address(), "--audience", "vaults")
                .status())
        .isZero();
    assertThat(vault(path, token))
        .startsWith("HTTP/1.1 401")
        .contains("/adfs\", resource=")
        .contains("--issuer " + outside.address() + " --subject the oid --audience vaults");
    server
        .bean(FederatedIdentities.class)
        .trust(SYSTEM, caller.clientId(), outside.address(), "the oid", "vaults");
    assertThat(vault(path, token))
        .startsWith("HTTP/1.1 403")
        .contains("appid=" + caller.clientId().value())
        .contains("iss=" + outside.address());

    Map<String, String> wrong = new LinkedHashMap<>();
    Instant now = Instant.now();
    wrong.put(outside.sign(claims.audience("other"), Map.of()), "(aud)");
    claims.audience("vaults");
    wrong.put(
        outside.sign(claims.expirationTime(Date.from(now.minusSeconds(1))), Map.of()), "(exp)");
    claims.expirationTime(Date.from(now.plusSeconds(600)));
    wrong.put(
        outside.sign(claims.notBeforeTime(Date.from(now.plusSeconds(600))), Map.of()), "(nbf)");
    claims.notBeforeTime(null);
    RSAKey foreign = new RSAKeyGenerator(2048).keyID(outside.key().getKeyID()).generate();
    wrong.put(by(JWSAlgorithm.RS256, foreign, claims), "signature");
    wrong.put(by(JWSAlgorithm.HS256, outside.key(), claims), "algorithm");
    wrong.put(new PlainJWT(claims.build()).serialize(), "RS256");
    for (var one : wrong.entrySet()) {
      assertThat(vault(path, one.getKey())).startsWith("HTTP/1.1 401").contains(one.getValue());
    }
    int before = outside.asked();
    RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
    for (int i = 0; i < 5; i++) {
      assertThat(vault(path, by(JWSAlgorithm.RS256, unknown, claims))).contains("signature");
    }
    assertThat(outside.asked() - before).as("asked for an unknown key").isBetween(0, 2);
    server.bean(TrustedIssuers.class).remove(SYSTEM, new ObjectName("main"), outside.address());
    assertThat(vault(path, token)).startsWith("HTTP/1.1 401");
  }

  private static String by(JWSAlgorithm algorithm, RSAKey key, JWTClaimsSet.Builder claims)
      throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(algorithm)
                .keyID(key.getKeyID())
                .jwkURL(java.net.URI.create("https://localhost:1/keys"))
                .build(),
            claims.build());
    JWSSigner signer =
        algorithm.equals(JWSAlgorithm.HS256)
            ? new MACSigner(key.toRSAPublicKey().getEncoded())
            : new RSASSASigner(key);
    token.sign(signer);
    return token.serialize();
  }

  private static JWTClaimsSet.Builder ours(Application application) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .audience(resource)
        .issuer("https://localhost:" + server.httpsPort() + "/adfs")
        .claim("tid", tenant)
        .claim("oid", Id.guid(application.principal().value()))
        .claim("appid", application.clientId().value())
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(3600)));
  }

  @Test
  void aForgedTokenIsChallenged(CapturedOutput output) throws Exception {
    TokenKeys keys = server.bean(TokenKeys.class);
    RSAKey published = keys.published().getFirst();
    RSAKey foreign = new RSAKeyGenerator(2048).keyID(published.getKeyID()).generate();
    RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
    Application gone = application();
    server.bean(Applications.class).revoke(SYSTEM, gone.clientId());
    Instant now = Instant.now();
    String good = keys.sign(ours(shop).build());
    String[] parts = good.split("\\.", -1);
    String[] others = keys.sign(ours(shop).claim("appid", "x").build()).split("\\.", -1);
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("audience", keys.sign(ours(shop).audience("https://vault.azure.net").build()));
    forged.put("issuer", keys.sign(ours(shop).issuer("https://evil.example/adfs").build()));
    forged.put(
        "expired", keys.sign(ours(shop).expirationTime(Date.from(now.minusSeconds(1))).build()));
    forged.put(
        "not yet", keys.sign(ours(shop).notBeforeTime(Date.from(now.plusSeconds(120))).build()));
    forged.put("none", new PlainJWT(ours(shop).build()).serialize());
    forged.put(
        "mac with the public key", by(JWSAlgorithm.HS256, published.toPublicJWK(), ours(shop)));
    forged.put("another algorithm", by(JWSAlgorithm.PS256, foreign, ours(shop)));
    forged.put("another's key", by(JWSAlgorithm.RS256, foreign, ours(shop)));
    forged.put("another deployment", by(JWSAlgorithm.RS256, unknown, ours(shop)));
    forged.put(
        "another tenant", keys.sign(ours(shop).claim("tid", UUID.randomUUID().toString()).build()));
    forged.put("changed", parts[0] + "." + others[1] + "." + parts[2]);
    forged.put("revoked", keys.sign(ours(gone).build()));
    forged.put("garbage", "a.b.c");
    assertThat(vault("/secrets?api-version=7.6", good)).startsWith("HTTP/1.1 403");
    for (var one : forged.entrySet()) {
      String answer = vault("/secrets/x?api-version=7.6", one.getValue());
      assertThat(answer)
          .as(one.getKey())
          .startsWith("HTTP/1.1 401")
          .contains("WWW-Authenticate: Bearer authorization=\"https://localhost:");
    }
    assertThat(output).doesNotContain("Exception");
  }
}
