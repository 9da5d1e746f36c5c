package io.perennial.connector.testkit.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.BoundedHttpClient;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.connector.testkit.TestKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that let mistakes pass would let every connector pass. */
class AcmeServerTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final KeyPair keys = TestKeys.fresh(KeyType.P_256);
  private AcmeServer server;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    server = new AcmeServer(clock, Http01Validator.TRUSTING);
    client = BoundedHttpClient.trusting(List.of(server.tlsRoot()));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void aNonceIsGoodOnce() throws Exception {
    String nonce = nonce();

    assertThat(newAccount(nonce, url("/new-account"), keys).statusCode()).isEqualTo(201);
    assertThat(newAccount(nonce, url("/new-account"), keys).body()).contains("badNonce");
  }

  @Test
  void aRequestIsForOneAddress() throws Exception {
    assertThat(newAccount(nonce(), url("/new-order"), keys).body()).contains("another address");
  }

  @Test
  void aSignatureMustBeThatOfTheKeyItNames() throws Exception {
    KeyPair other = TestKeys.fresh(KeyType.P_256);
    KeyPair mixed = new KeyPair(keys.getPublic(), other.getPrivate());

    assertThat(newAccount(nonce(), url("/new-account"), mixed).body()).contains("does not verify");
    assertThat(server.accountsCreated()).isZero();
  }

  @Test
  void theSameKeyIsTheSameAccount() throws Exception {
    HttpResponse<String> first = newAccount(nonce(), url("/new-account"), keys);
    HttpResponse<String> second = newAccount(nonce(), url("/new-account"), keys);

    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    assertThat(server.accountsCreated()).isEqualTo(1);
  }

  @Test
  void ordersAreListed() throws Exception {
    String account = location(newAccount(nonce(), url("/new-account"), keys));
    String body = "{\"identifiers\":[{\"type\":\"dns\",\"value\":\"www.example.org\"}]}";
    String order = location(post(url("/new-order"), sign(nonce(), "/new-order", account, body)));
    String list = "/orders/" + account.substring(account.lastIndexOf('/') + 1);

    assertThat(JsonUtil.parseJson(post(url(list), sign(nonce(), list, account, "")).body()))
        .containsEntry("orders", List.of(order));
  }

  @Test
  void faultsStrikeTheCallTheyAreMeantFor() throws Exception {
    server.faults().at(ResourceKind.NEW_NONCE, 2, Fault.html(503));

    assertThat(List.of(head(), head(), head())).containsExactly(200, 503, 200);
    assertThat(server.faults().calls(ResourceKind.NEW_NONCE)).isEqualTo(3);
  }

  private String url(String path) {
    return server.directory().resolve(path).toString();
  }

  private int head() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url("/new-nonce"))).HEAD().build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private String nonce() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url("/new-nonce"))).HEAD().build();
    return client
        .send(request, BodyHandlers.discarding())
        .headers()
        .firstValue("Replay-Nonce")
        .orElseThrow();
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<String> newAccount(String nonce, String signedUrl, KeyPair pair)
      throws Exception {
    JsonWebSignature jws = new JsonWebSignature();
    jws.getHeaders()
        .setJwkHeaderValue("jwk", PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic()));
    return post(url("/new-account"), sign(jws, nonce, signedUrl, pair, "{}"));
  }

  private String sign(String nonce, String path, String account, String payload)
      throws JoseException {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setKeyIdHeaderValue(account);
    return sign(jws, nonce, url(path), keys, payload);
  }

  private static String sign(
      JsonWebSignature jws, String nonce, String url, KeyPair pair, String payload)
      throws JoseException {
    jws.setHeader("nonce", nonce);
    jws.setHeader("url", url);
    jws.setAlgorithmHeaderValue("ES256");
    jws.setPayload(payload);
    jws.setKey(pair.getPrivate());
    String[] parts = jws.getCompactSerialization().split("\\.", -1);
    return JsonUtil.toJson(
        Map.of("protected", parts[0], "payload", parts[1], "signature", parts[2]));
  }

  private HttpResponse<String> post(String url, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/jose+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
