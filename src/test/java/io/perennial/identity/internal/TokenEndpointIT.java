package io.perennial.identity.internal;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.Principals;
import io.perennial.envelope.Envelope;
import io.perennial.identity.Tokens;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.testing.RunningServer;
import io.perennial.testing.ShiftedTime;
import io.perennial.testing.ShiftedTime.Shifted;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tokens over HTTPS, as programs get them. */
@ExtendWith(OutputCaptureExtension.class)
class TokenEndpointIT {

  private static final String ADFS = "/adfs/oauth2/token";

  @TempDir static Path folder;

  private static RunningServer server;
  private static Shifted clock;
  private static TokenClient client;
  private static Applications applications;
  private static String tenant;
  private static String resource;
  private static int registered;

  private Application shop;
  private String secret;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder).with(ShiftedTime.class).start().awaitReady();
    clock = server.bean(Shifted.class);
    client = new TokenClient(server, "127.0.0.1");
    applications = server.bean(Applications.class);
    tenant = Id.guid(server.bean(Envelope.class).deployment());
    resource = "https://vault.localhost:" + server.httpsPort();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** By then nobody is held up for what the test before did. */
  @BeforeEach
  void register() {
    clock.advance(FailureLimit.WINDOW);
    shop = applications.register(SYSTEM, new ObjectName("shop-" + registered++));
    secret = applications.addSecret(SYSTEM, shop.clientId(), Applications.USUAL).token();
  }

  private Map<String, String> form() {
    return TokenClient.form(
        "grant_type",
        "client_credentials",
        "client_id",
        shop.clientId().value(),
        "client_secret",
        secret,
        "scope",
        resource + "/.default");
  }

  private Map<String, String> with(String name, String value) {
    Map<String, String> form = form();
    form.put(name, value);
    return form;
  }

  private Map<String, String> without(String... names) {
    Map<String, String> form = form();
    form.keySet().removeAll(List.of(names));
    return form;
  }

  private String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JsonMapper.shared().readTree(answer.body());
  }

  private static void refused(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).path("error").asString()).isEqualTo(error);
    assertThat(json(answer).path("error_description").asString()).endsWith(".");
  }

  private static String granted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    JsonNode body = json(answer);
    assertThat(body.path("token_type").asString()).isEqualTo("Bearer");
    assertThat(body.path("expires_in").asInt()).isEqualTo(3600);
    assertThat(body.path("ext_expires_in").asInt()).isEqualTo(3600);
    return body.path("access_token").asString();
  }

  private static JsonNode payload(String token) {
    return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
  }

  /** Knows nothing but what is published. */
  private static JWTClaimsSet checked(String token, String configuration) throws Exception {
    JsonNode document = json(client.get(configuration));
    SignedJWT parsed = SignedJWT.parse(token);
    JWKSet keys = JWKSet.parse(client.at(document.path("jwks_uri").asString()).body());
    var key = keys.getKeyByKeyId(parsed.getHeader().getKeyID()).toRSAKey();
    assertThat(key.isPrivate()).isFalse();
    assertThat(parsed.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(parsed.verify(new RSASSAVerifier(key))).isTrue();
    assertThat(parsed.getJWTClaimsSet().getIssuer()).isEqualTo(document.path("issuer").asString());
    return parsed.getJWTClaimsSet();
  }

  private static String configuration(String path) {
    return path.startsWith("/adfs/")
        ? "/adfs/.well-known/openid-configuration"
        : "/" + tenant + "/v2.0/.well-known/openid-configuration";
  }

  private static String path(String pattern) {
    return pattern.replace("TENANT", tenant);
  }

  @ParameterizedTest
  @ValueSource(strings = {ADFS, "/adfs/oauth2/v2.0/token", "/TENANT/oauth2/v2.0/token"})
  void givesATokenForASecretInTheFormOrByBasic(String pattern) throws Exception {
    String path = path(pattern);
    String posted = granted(client.post(path, form()));
    String basic =
        granted(
            client.post(
                path,
                without("client_id", "client_secret"),
                "Authorization",
                basic(shop.clientId().value(), secret)));
    for (String token : List.of(posted, basic)) {
      JWTClaimsSet claims = checked(token, configuration(path));
      assertThat(claims.getClaim("aud")).isEqualTo(List.of(resource));
      assertThat(payload(token).path("aud").asString()).as("not a list").isEqualTo(resource);
      assertThat(claims.getStringClaim("tid")).isEqualTo(tenant);
      assertThat(claims.getStringClaim("oid")).isEqualTo(Id.guid(shop.principal().value()));
      assertThat(claims.getSubject()).isEqualTo(claims.getStringClaim("oid"));
      assertThat(claims.getStringClaim("appid")).isEqualTo(shop.clientId().value());
      assertThat(claims.getStringClaim("azp")).isEqualTo(shop.clientId().value());
      assertThat(claims.getStringClaim("idtyp")).isEqualTo("app");
      assertThat(claims.getStringClaim("ver")).isEqualTo("1.0");
      assertThat(claims.getIssueTime()).isEqualTo(claims.getNotBeforeTime());
      assertThat(Duration.between(clock.instant(), claims.getExpirationTime().toInstant()))
          .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
      assertThat(server.bean(Tokens.class).verify(token, resource)).isEqualTo(shop.actor());
    }
  }

  @Test
  void takesTheScopesThatClientsSendAlong() throws Exception {
    Map<String, String> form = with("scope", resource + "/.default openid profile offline_access");
    form.put("client_info", "1");
    form.put("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"CP1\"]}}}");
    checked(granted(client.post(ADFS, form)), configuration(ADFS));
  }

  @Test
  void takesTheParameterOfTheOlderForm() throws Exception {
    Map<String, String> form = without("scope");
    form.put("resource", resource + "/");
    assertThat(checked(granted(client.post(ADFS, form)), configuration(ADFS)).getAudience())
        .containsExactly(resource);
  }

  @Test
  void takesAClientIdInCapitals() throws Exception {
    granted(
        client.post(
            ADFS, with("client_id", shop.clientId().value().toUpperCase(java.util.Locale.ROOT))));
  }

  @Test
  void refusesAWrongSecretAsItDoesAnUnknownClient() throws Exception {
    HttpResponse<String> wrong = client.post(ADFS, with("client_secret", secret + "x"));
    HttpResponse<String> unknown =
        client.post(ADFS, with("client_id", UUID.randomUUID().toString()));
    refused(wrong, 401, "invalid_client");
    refused(unknown, 401, "invalid_client");
    assertThat(wrong.body()).isEqualTo(unknown.body());
    assertThat(wrong.headers().firstValue("WWW-Authenticate")).isPresent();
    refused(
        client.post(
            ADFS,
            without("client_id", "client_secret"),
            "Authorization",
            basic(shop.clientId().value(), "wrong")),
        401,
        "invalid_client");
    refused(client.post(ADFS, without("client_secret")), 401, "invalid_client");
    refused(client.post(ADFS, without("client_id", "client_secret")), 401, "invalid_client");
  }

  @Test
  void refusesAnAssertionOfWhichNothingIsKnownHere() throws Exception {
    Map<String, String> form = without("client_secret");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", "a.b.c");
    refused(client.post(ADFS, form), 401, "invalid_client");
  }

  @Test
  void refusesTwoWaysOfShowingASecretAtOnce() throws Exception {
    refused(
        client.post(
            ADFS,
            TokenClient.encoded(form()) + "&client_secret=other",
            "Content-Type",
            "application/x-www-form-urlencoded"),
        400,
        "invalid_request");
  }

  @Test
  void refusesASecretWithAnAssertionOrByTwoWays() throws Exception {
    Map<String, String> both = form();
    both.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    both.put("client_assertion", "a.b.c");
    refused(client.post(ADFS, both), 400, "invalid_request");
    refused(
        client.post(ADFS, form(), "Authorization", basic(shop.clientId().value(), "any")),
        400,
        "invalid_request");
  }

  @Test
  void refusesAnotherApplicationsSecret() throws Exception {
    Application other = applications.register(SYSTEM, new ObjectName("other-" + registered++));
    refused(client.post(ADFS, with("client_id", other.clientId().value())), 401, "invalid_client");
  }

  @Test
  void refusesAnExpiredSecretAndARevokedOneAndARevokedApplication() throws Exception {
    String brief = applications.addSecret(SYSTEM, shop.clientId(), Duration.ofMinutes(1)).token();
    granted(client.post(ADFS, with("client_secret", brief)));
    clock.advance(Duration.ofMinutes(1));
    refused(client.post(ADFS, with("client_secret", brief)), 401, "invalid_client");
    var second = applications.addSecret(SYSTEM, shop.clientId(), Applications.USUAL);
    granted(client.post(ADFS, with("client_secret", second.token())));
    applications.revokeSecret(SYSTEM, shop.clientId(), second.id());
    refused(client.post(ADFS, with("client_secret", second.token())), 401, "invalid_client");
    granted(client.post(ADFS, form()));
    applications.revoke(SYSTEM, shop.clientId());
    refused(client.post(ADFS, form()), 401, "invalid_client");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"common", "organizations", "contoso.com", "00000000-0000-0000-0000-000000000000"})
  void refusesAnotherTenantAndNamesOurs(String foreign) throws Exception {
    HttpResponse<String> answer = client.post("/" + foreign + "/oauth2/v2.0/token", form());
    refused(answer, 400, "invalid_request");
    assertThat(answer.body()).contains(tenant);
    for (String document :
        List.of(
            "/.well-known/openid-configuration",
            "/v2.0/.well-known/openid-configuration",
            "/discovery/v2.0/keys")) {
      assertThat(client.get("/" + foreign + document).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void refusesAnotherScopeAndNone() throws Exception {
    refused(
        client.post(ADFS, with("scope", "https://vault.azure.net/.default")), 400, "invalid_scope");
    refused(client.post(ADFS, with("scope", "openid")), 400, "invalid_scope");
    refused(client.post(ADFS, with("resource", "https://vault.azure.net")), 400, "invalid_scope");
    refused(client.post(ADFS, without("scope")), 400, "invalid_scope");
  }

  @Test
  void refusesAnotherGrant() throws Exception {
    refused(client.post(ADFS, with("grant_type", "password")), 400, "unsupported_grant_type");
    refused(client.post(ADFS, without("grant_type")), 400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
  void isPostedTo(String method) throws Exception {
    HttpResponse<String> answer =
        client.send(ADFS + "?" + TokenClient.encoded(form()), method, BodyPublishers.noBody());
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void takesNoSecretFromAnAddress() throws Exception {
    assertThat(client.post(ADFS + "?" + TokenClient.encoded(form()), Map.of()).statusCode())
        .isIn(400, 401);
  }

  @Test
  void refusesABodyThatIsTooLongOrOfUnknownLength() throws Exception {
    refused(
        client.post(ADFS, with("claims", "x".repeat(TokenGate.MOST_BYTES))),
        413,
        "invalid_request");
    byte[] body = TokenClient.encoded(form()).getBytes(StandardCharsets.UTF_8);
    refused(
        client.send(
            ADFS,
            "POST",
            BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)),
            "Content-Type",
            "application/x-www-form-urlencoded"),
        411,
        "invalid_request");
  }

  @Test
  void whoFailsTooOftenWaitsWhateverIsShown() throws Exception {
    for (int i = 0; i < FailureLimit.MOST_OF_CLIENT; i++) {
      refused(client.post(ADFS, with("client_secret", "wrong" + i)), 401, "invalid_client");
    }
    HttpResponse<String> held = client.post(ADFS, form());
    refused(held, 429, "temporarily_unavailable");
    assertThat(Integer.parseInt(held.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 61);
    granted(new TokenClient(server, "127.0.0.2").post(ADFS, form()));
    clock.advance(FailureLimit.WINDOW);
    granted(client.post(ADFS, form()));
  }

  @Test
  void aClientThatFailsOnAndOnHoldsUpNoOtherAtItsAddress() throws Exception {
    Application other = applications.register(SYSTEM, new ObjectName("other-" + registered++));
    TokenClient shared = new TokenClient(server, "127.0.0.4");
    for (int i = 0; i < FailureLimit.MOST_OF_ADDRESS; i++) {
      shared.post(ADFS, with("client_id", other.clientId().value()));
    }
    refused(
        shared.post(ADFS, with("client_id", other.clientId().value())),
        429,
        "temporarily_unavailable");
    granted(shared.post(ADFS, form()));
  }

  @Test
  void anAddressThatTriesManyClientsWaits() throws Exception {
    TokenClient stranger = new TokenClient(server, "127.0.0.3");
    for (int i = 0; i < FailureLimit.MOST_OF_ADDRESS; i++) {
      refused(
          stranger.post(ADFS, with("client_id", UUID.randomUUID().toString())),
          401,
          "invalid_client");
    }
    refused(stranger.post(ADFS, form()), 429, "temporarily_unavailable");
    granted(client.post(ADFS, form()));
  }

  @Test
  void whoSucceedsIsNeverHeldUp() throws Exception {
    for (int i = 0; i < FailureLimit.MOST_OF_ADDRESS + 5; i++) {
      granted(client.post(ADFS, form()));
    }
  }

  @Test
  void aFailureIsWrittenDownAndNoSecretIs(CapturedOutput output) throws Exception {
    client.post(ADFS, with("client_secret", secret + "x"));
    client.post(ADFS, with("client_id", secret));
    client.post(ADFS, with("scope", "https://vault.azure.net/.default"));
    client.post(ADFS, form());
    List<String> entries =
        server
            .bean(JdbcClient.class)
            .sql(
                """
                select actor || ' ' || action || ' ' || subject || ' ' || outcome || ' ' || detail
                from audit_entry where action = 'token.request' order by sequence
                """)
            .query(String.class)
            .list();
    assertThat(entries)
        .contains("127.0.0.1 token.request " + shop.clientId().value() + " denied ")
        .contains("127.0.0.1 token.request no client id denied ");
    String hidden = secret.substring(37);
    assertThat(entries).noneMatch(entry -> entry.contains(hidden));
    assertThat(output).doesNotContain(hidden);
  }

  @Test
  void aClientHasNoRightsByItself() throws Exception {
    String token = granted(client.post(ADFS, form()));
    assertThat(client.get("/api/v1/overview", "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(401);
    assertThat(client.get("/api/v1/overview", "Authorization", "Bearer " + secret).statusCode())
        .isEqualTo(401);
    assertThat(server.bean(Principals.class).find(shop.principal())).contains(shop.actor());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/adfs/.well-known/openid-configuration",
        "/TENANT/v2.0/.well-known/openid-configuration",
        "/TENANT/.well-known/openid-configuration"
      })
  void saysWhereEverythingIs(String pattern) throws Exception {
    HttpResponse<String> answer = client.get(path(pattern));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode document = json(answer);
    String base = "https://localhost:" + server.httpsPort();
    boolean adfs = pattern.startsWith("/adfs/");
    String name = adfs ? "/adfs" : "/" + tenant;
    assertThat(document.path("issuer").asString()).isEqualTo(base + name + (adfs ? "" : "/v2.0"));
    assertThat(document.path("token_endpoint").asString())
        .isEqualTo(base + name + (adfs ? "/oauth2/token" : "/oauth2/v2.0/token"));
    assertThat(document.path("authorization_endpoint").asString()).startsWith(base + name + "/");
    assertThat(JWKSet.parse(client.at(document.path("jwks_uri").asString()).body()).getKeys())
        .hasSize(1)
        .allSatisfy(key -> assertThat(key.isPrivate()).isFalse());
    granted(
        client.post(document.path("token_endpoint").asString().substring(base.length()), form()));
  }

  @Test
  void echoesThePortOfTheRequestAndNoForeignName() throws Exception {
    String path = "/adfs/.well-known/openid-configuration";
    String own = "https://localhost:" + server.httpsPort() + "/adfs/oauth2/token";
    assertThat(client.raw(path, "LOCALHOST:9999"))
        .contains("\"https://localhost:9999/adfs/oauth2/token\"");
    assertThat(client.raw(path, "localhost")).contains("\"https://localhost/adfs/oauth2/token\"");
    assertThat(client.raw(path, "evil.example")).contains(own).doesNotContain("evil");
    assertThat(client.raw(path, "127.0.0.1:9999")).contains(own);
  }

  @Test
  void confirmsItsOwnAuthoritiesAndNoOther() throws Exception {
    String path = "/common/discovery/instance?api-version=1.1&authorization_endpoint=";
    String base = "https://localhost:" + server.httpsPort();
    JsonNode answer = json(client.get(path + base + "/" + tenant + "/oauth2/v2.0/authorize"));
    assertThat(answer.path("tenant_discovery_endpoint").asString())
        .isEqualTo(base + "/" + tenant + "/v2.0/.well-known/openid-configuration");
    assertThat(answer.path("metadata").path(0).path("preferred_network").asString())
        .isEqualTo("localhost:" + server.httpsPort());
    assertThat(answer.path("metadata").path(0).path("aliases").toString())
        .contains("\"localhost:" + server.httpsPort() + "\"");
    assertThat(
            json(client.get(path + base + "/adfs/oauth2/authorize"))
                .path("tenant_discovery_endpoint")
                .asString())
        .isEqualTo(base + "/adfs/.well-known/openid-configuration");
    for (String foreign : List.of(base + "/common/x", base, "%25", "x", "")) {
      assertThat(client.get(path + foreign).statusCode()).as(foreign).isEqualTo(400);
    }
    assertThat(client.get("/common/discovery/instance").statusCode()).isEqualTo(400);
  }
}
