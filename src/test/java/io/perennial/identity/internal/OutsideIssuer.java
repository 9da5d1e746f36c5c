package io.perennial.identity.internal;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.pki.Pem;
import io.perennial.testing.TestCertificates;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Somebody else's OpenID Connect issuer: an HTTPS server with a certificate and keys of its own.
 */
final class OutsideIssuer implements AutoCloseable {

  private final HttpsServer server;
  private final AtomicReference<RSAKey> key;
  private final AtomicInteger asked = new AtomicInteger();

  private OutsideIssuer(HttpsServer server, RSAKey key) {
    this.server = server;
    this.key = new AtomicReference<>(key);
  }

  /**
   * @param root where its certificate is written, for whoever is to trust it
   */
  static OutsideIssuer start(Path root) throws Exception {
    var pair = TestKeys.shared(KeyType.P_256);
    X509Certificate certificate =
        TestCertificates.of(
            "localhost", Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(2), pair);
    Files.writeString(root, Pem.certificates(List.of(certificate)));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("key", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    OutsideIssuer issuer = new OutsideIssuer(server, key("first"));
    server.createContext(
        "/realm/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange,
                "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}"
                    .formatted(issuer.address(), issuer.address())));
    server.createContext(
        "/realm/keys",
        exchange -> {
          issuer.asked.incrementAndGet();
          answer(exchange, new JWKSet(issuer.key.get().toPublicJWK()).toString());
        });
    server.start();
    return issuer;
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, String body)
      throws java.io.IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static RSAKey key(String id) throws Exception {
    return new RSAKeyGenerator(2048).keyID(id).generate();
  }

  String address() {
    return "https://localhost:" + server.getAddress().getPort() + "/realm";
  }

  /** How often its keys were asked for. */
  int asked() {
    return asked.get();
  }

  RSAKey key() {
    return key.get();
  }

  void rotate(String id) throws Exception {
    key.set(key(id));
  }

  /** Good from now on for an hour. */
  JWTClaimsSet.Builder claims(String subject, String audience, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(address())
        .subject(subject)
        .audience(audience)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
  }

  String sign(JWTClaimsSet.Builder claims, Map<String, Object> header) throws Exception {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.get().getKeyID())
                .customParams(header)
                .build(),
            claims.build());
    token.sign(new RSASSASigner(key.get()));
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
