package io.perennial.dashboard.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.access.AdministratorLinks;
import io.perennial.access.Principal;
import io.perennial.overview.Overviews;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TrustingClient;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardSecurityIT {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final String PASSWORD = "correct horse battery";
  private static final String ID = "0".repeat(32);

  @TempDir static Path folder;
  private static RunningServer server;

  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = TrustingClient.of(server).cookieHandler(cookies).build();

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder).start();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> server.bean(Overviews.class).now(RunningServer.SYSTEM).green());
    AdministratorLinks links = server.bean(AdministratorLinks.class);
    Principal administrator = links.redeem(links.create(RunningServer.SYSTEM).token());
    links.setPassword(administrator, PASSWORD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/certificates",
        "/certificates/00000000000000000000000000000000",
        "/protect",
        "/servers",
        "/servers/perennial-ca.pem",
        "/issuers",
        "/issuers/new?type=private-ca",
        "/issuers/00000000000000000000000000000000/edit",
        "/vaults",
        "/vaults/main",
        "/vaults/main/deleted",
        "/setup/password",
        "/live/overview",
        "/live/certificates/00000000000000000000000000000000",
        "/live/issuers/00000000000000000000000000000000/probe",
        "/health/live",
        "/control/status",
        "/nothing"
      })
  void sendsVisitorsToTheLoginPage(String path) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).endsWith("/login"));
  }

  @Test
  void tellsAPollingPageToGoToTheLoginPage() throws Exception {
    HttpResponse<String> answer =
        send(request("/live/overview").header("HX-Request", "true").GET().build());

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("HX-Redirect")).contains("/login?ended");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login",
        "/logout",
        "/setup",
        "/setup/password",
        "/protect",
        "/servers",
        "/servers/00000000000000000000000000000000/revoke",
        "/certificates/00000000000000000000000000000000/renew",
        "/certificates/00000000000000000000000000000000/retry",
        "/certificates/00000000000000000000000000000000/bindings",
        "/certificates/00000000000000000000000000000000/bindings/00000000000000000000000000000000/remove",
        "/vaults",
        "/vaults/main",
        "/vaults/other/delete",
        "/deleted-vaults/other/purge",
        "/vaults/main/deleted/secrets/x/purge",
        "/issuers/new",
        "/issuers/00000000000000000000000000000000/edit"
      })
  void refusesAChangeWithoutTheSessionsToken(String path) throws Exception {
    signIn();

    HttpResponse<String> answer = post(path, Map.of("name", "x"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Open the page again");
  }

  @Test
  void takesAChangeWithTheTokenInAHeaderAsWell() throws Exception {
    signIn();
    String token = csrf(get("/servers").body());

    HttpResponse<String> answer =
        send(
            request("/servers")
                .header("X-CSRF-TOKEN", token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=by-header"))
                .build());

    assertThat(answer.statusCode()).isEqualTo(302);
  }

  @Test
  void sendsTheHeadersThatKeepABrowserSafe() throws Exception {
    var headers = get("/login").headers();

    assertThat(headers.firstValue("Content-Security-Policy"))
        .contains(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
                + " frame-ancestors 'none'");
    assertThat(headers.firstValue("Strict-Transport-Security")).contains("max-age=31536000");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
    assertThat(headers.firstValue("Cache-Control"))
        .hasValueSatisfying(cache -> assertThat(cache).contains("no-store"));
  }

  @Test
  void keepsTheSessionInACookieThatScriptsAndOtherSitesCannotUse() throws Exception {
    String cookie = get("/login").headers().firstValue("Set-Cookie").orElseThrow();

    assertThat(cookie)
        .startsWith("perennial-session=")
        .contains("Secure")
        .contains("HttpOnly")
        .contains("SameSite=Strict");
  }

  @Test
  void changesTheSessionsIdWhenSomebodySignsIn() throws Exception {
    get("/login");
    String before = session();
    signIn();

    assertThat(session()).isNotEqualTo(before);
  }

  @Test
  void endsTheSessionAtSignOut() throws Exception {
    signIn();
    String old = session();
    post("/logout", Map.of("_csrf", csrf(get("/servers").body())));

    HttpResponse<String> answer =
        TrustingClient.of(server)
            .build()
            .send(
                request("/servers").header("Cookie", "perennial-session=" + old).GET().build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(302);
  }

  @Test
  void endsOtherSessionsWhenANewPasswordIsSet() throws Exception {
    signIn();
    DashboardSecurityIT other = new DashboardSecurityIT();
    other.recover();

    assertThat(get("/servers").statusCode()).isEqualTo(302);
    assertThat(other.get("/servers").statusCode()).isEqualTo(200);
  }

  private void recover() throws Exception {
    String token = server.bean(AdministratorLinks.class).create(RunningServer.SYSTEM).token();
    post("/setup", Map.of("_csrf", csrf(get("/setup").body()), "token", token));
    String form = csrf(get("/setup/password").body());
    assertThat(
            post("/setup/password", Map.of("_csrf", form, "password", PASSWORD, "again", PASSWORD))
                .statusCode())
        .isEqualTo(302);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login", "/setup", "/certificates", "/assets/perennial.css"})
  void isNotToBeHadOnThePlainPort(String path) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + server.plainPort() + path))
                    .GET()
                    .build(),
                BodyHandlers.ofString());

    assertThat(answer.statusCode()).isIn(401, 403);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pull/v1/bindings", "/pull", "/pull/v1/bindings/x/bundle.pem"})
  void givesNothingOfThePullApiForASession(String path) throws Exception {
    signIn();

    assertThat(get(path).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/%70ull/v1/bindings", "/control/status", "/%63ontrol/status", "/health/live"})
  void givesASessionNothingThatIsNotOfTheDashboard(String path) throws Exception {
    signIn();

    assertThat(get(path).statusCode()).isEqualTo(403);
  }

  @Test
  void givesASessionNoAdministratorLink() throws Exception {
    signIn();
    String token = csrf(get("/servers").body());

    HttpResponse<String> answer = post("/control/admin-link", Map.of("_csrf", token));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("/setup#");
  }

  @Test
  void letsNobodySetAPasswordWhoHasNotComeByALink() throws Exception {
    signIn();
    String token = csrf(get("/servers").body());

    HttpResponse<String> answer =
        post(
            "/setup/password",
            Map.of("_csrf", token, "password", "another long one", "again", "another long one"));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("admin-link");
  }

  @Test
  void saysTheSameOfAWrongNameAndAWrongPassword() throws Exception {
    String one = problem(attempt("administrator", "wrong password"));
    String other = problem(attempt("nobody-here", "wrong password"));

    assertThat(one).isEqualTo(other).contains("name or the password is wrong");
  }

  @Test
  void slowsGuessingDownWithAClearSentence() throws Exception {
    for (int i = 0; i < SignInAttempts.PER_NAME; i++) {
      assertThat(attempt("guessed", "guess " + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> answer = attempt("guessed", "one more");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 901L);
    assertThat(answer.body()).contains("Too many attempts to sign in");
  }

  @Test
  void answersWhatIsGoneWithASentence() throws Exception {
    signIn();
    HttpResponse<String> answer = get("/certificates/" + ID);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is nothing here").contains("There is no");
  }

  @Test
  void keepsHashedFilesForAYearAndOthersNotAtAll() throws Exception {
    List<String> hashed =
        Pattern.compile("(?:href|src)=\"(/(?:assets|webjars)/[^\"]+)\"")
            .matcher(get("/login").body())
            .results()
            .map(found -> found.group(1))
            .toList();

    assertThat(hashed).hasSizeGreaterThan(5).allMatch(path -> path.matches(".*-[0-9a-f]{32}\\..*"));
    for (String path : hashed) {
      assertThat(cacheControl(path)).contains("max-age=31536000");
      assertThat(cacheControl(path.replaceFirst("-[0-9a-f]{32}", ""))).isEqualTo("no-cache");
    }
    assertThat(get(hashed.getFirst().replaceFirst("-[0-9a-f]{32}", "-" + ID)).statusCode())
        .isEqualTo(404);
  }

  private String cacheControl(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.headers().firstValue("Cache-Control").orElse("");
  }

  private void signIn() throws Exception {
    assertThat(attempt("administrator", PASSWORD).statusCode()).isEqualTo(302);
  }

  private HttpResponse<String> attempt(String name, String password) throws Exception {
    String token = csrf(get("/login").body());
    return post("/login", Map.of("_csrf", token, "name", name, "password", password));
  }

  private static String problem(HttpResponse<String> answer) {
    Matcher found = Pattern.compile("id=\"problem\">([^<]+)<").matcher(answer.body());
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String csrf(String page) {
    Matcher found = CSRF.matcher(page);
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private String session() {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals("perennial-session"))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).header("Accept", "text/html").GET().build());
  }

  private HttpResponse<String> post(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body =
        fields.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(
        request(path)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.httpsPort() + path));
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, BodyHandlers.ofString());
  }
}
