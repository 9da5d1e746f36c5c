package io.perennial.dashboard.internal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.perennial.access.AdministratorLinks;
import io.perennial.access.ApiTokens;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import io.perennial.overview.Overviews;
import io.perennial.pki.EphemeralCertificate;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.publication.ClientCertificates;
import io.perennial.publication.Consumers;
import io.perennial.publication.Proof;
import io.perennial.testing.Bundle;
import io.perennial.testing.ClientKey;
import io.perennial.testing.PullClient;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TlsServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What people do on the pages, in a real browser against a whole server. */
class DashboardIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Path SCREENSHOTS = Path.of("..", "target", "screenshots");
  private static final Pattern TOKEN = Pattern.compile("pnl_[0-9A-Za-z_-]+");

  @TempDir static Path folder;
  private static RunningServer server;
  private static Browser browser;
  private static EphemeralCertificate unrelated;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder).start();
    browser = new Browser();
    unrelated = EphemeralCertificate.create(server.bean(Clock.class).instant());
    await()
        .atMost(SOON)
        .until(() -> server.bean(Overviews.class).now(RunningServer.SYSTEM).green());
  }

  @AfterAll
  static void stop() {
    browser.close();
    server.close();
  }

  @AfterEach
  void noPageComplained() {
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void signsInByALinkThatWorksOnceAndThenByPassword() {
    String link = link();
    Page page = visitor();
    page.navigate(link);
    page.waitForURL("**/setup/password");
    assertThat(page.url()).doesNotContain("pnl_");

    page.getByLabel("New password").fill("short");
    page.getByLabel("The same again").fill("short");
    button(page, "Set the password").click();
    assertThat(alert(page)).containsText("12 to 256 characters");
    page.getByLabel("New password").fill("a long enough one");
    page.getByLabel("The same again").fill("a different long one");
    button(page, "Set the password").click();
    assertThat(alert(page)).containsText("The two passwords differ");
    page.getByLabel("New password").fill("a long enough one");
    page.getByLabel("The same again").fill("a long enough one");
    button(page, "Set the password").click();
    assertThat(page.locator("#sentence")).isVisible();

    Page second = visitor();
    second.navigate(link);
    assertThat(alert(second)).containsText("This link was used or has expired");

    button(page, "Sign out").click();
    assertThat(page.getByText("You are signed out.")).isVisible();
    page.navigate("/issuers/new?type=self-signed");
    signIn(page, "administrator", "not the password");
    assertThat(alert(page)).containsText("The name or the password is wrong");
    signIn(page, "administrator", "a long enough one");
    page.waitForURL("**/issuers/new?type=self-signed");
  }

  @Test
  void protectsADomainUntilItIsSeenFromOutside() {
    Page page = signedIn();
    page.getByRole(AriaRole.LINK, named("Servers")).click();
    page.getByLabel("Name of the server").fill("shop-1");
    button(page, "Invite").click();
    String command = page.locator("#command").textContent();
    assertThat(command).contains("perennial-agent enrol --server https://localhost:");
    PullClient agent = PullClient.enrol(server, token(command));
    page.reload();
    assertThat(page.locator("#command")).hasCount(0);

    try (TlsServer tls = TlsServer.serving(unrelated.keys().getPrivate(), unrelated.chain())) {
      page.getByRole(AriaRole.LINK, named("Protect a domain")).click();
      page.getByLabel("Domain", exactly()).fill("shop.example.test");
      page.getByText("shop-1", exactText()).click();
      page.getByLabel("Address of shop-1").fill("127.0.0.1");
      page.getByLabel("Port of shop-1").fill(Integer.toString(tls.port()));
      button(page, "Protect").click();
      page.waitForURL("**/certificates/*");
      Locator steps = page.locator(".strip li");
      assertThat(steps.nth(2)).hasAttribute("data-standing", "done");
      assertThat(steps.nth(3)).hasAttribute("data-standing", "now");

      String binding = agent.bindings().getFirst().getFirst();
      agent.reportInstalled(binding, agent.bindings().getFirst().get(2));
      assertThat(steps.nth(3)).hasAttribute("data-standing", "done");
      assertThat(page.locator(".drift")).containsText("serves another certificate");

      Bundle bundle = Bundle.parse(agent.bundle(binding));
      tls.change(bundle.key(), bundle.chain());
      assertThat(steps.nth(4)).hasAttribute("data-standing", "done");
      assertThat(page.locator(".drift")).hasCount(0);

      button(page, "Renew now").click();
      assertThat(page.getByRole(AriaRole.ROWHEADER, rowHeader("v2"))).isVisible();
      assertThat(page.locator(".history")).containsText("A person asked for a new version");
      page.getByText("Remove a server").click();
      button(page, "Remove shop-1").click();
      assertThat(page.getByText("No server serves it yet.")).isVisible();
    }
  }

  @Test
  void showsARefusalNextToWhatWasTypedAndLosesNothing() {
    invite("form-1");
    Page page = signedIn();
    page.navigate("/protect");
    page.getByLabel("Domain", exactly()).fill("https://www.example.test/");
    page.getByText("form-1", exactText()).click();
    page.getByLabel("Address of form-1").fill("10.1.2.3");
    page.getByText("Name, key, validity and renewal").click();
    page.getByLabel("Renew at").fill("30d");
    button(page, "Protect").click();

    assertThat(alert(page)).containsText("Enter the name alone, such as www.example.com");
    assertThat(page.getByLabel("Domain", exactly())).hasValue("https://www.example.test/");
    assertThat(page.getByLabel("form-1").first()).isChecked();
    assertThat(page.getByLabel("Address of form-1")).hasValue("10.1.2.3");
    assertThat(page.getByLabel("Renew at")).isVisible();
    assertThat(page.getByLabel("Renew at")).hasValue("30d");

    page.getByLabel("Domain", exactly()).fill("www.refused.test");
    page.getByLabel("Renew at").fill("soon");
    button(page, "Protect").click();
    assertThat(page.locator("#problem-lifetime-action")).containsText("66%");
    assertThat(alert(page)).hasCount(1);
    page.getByLabel("Renew at").fill("");
    page.getByLabel("Port of form-1").fill("99999");
    button(page, "Protect").click();
    assertThat(page.locator("#problem-port-form-1")).containsText("A port is between 1 and 65535");
    assertThat(alert(page)).hasCount(1);
    page.getByLabel("Port of form-1").fill("");
    page.getByLabel("Validity").fill("P9000D");
    button(page, "Protect").click();
    assertThat(page.locator("#problem-validity")).isVisible();
    assertThat(alert(page)).hasCount(1);
  }

  @Test
  void refusesAServerThatCannotBeBoundNextToTheForm() {
    invite("bind-1");
    String id = protect("bind.example.test");
    Page page = signedIn();
    page.navigate("/certificates/" + id);
    page.getByText("Or take one that is enrolled").click();
    page.getByLabel("Server", exactly()).selectOption("bind-1");
    page.locator("#address").fill("169.254.169.254");
    button(page, "Add the server").click();

    assertThat(page.locator("#address")).hasValue("169.254.169.254");
    assertThat(page.locator("#problem-address")).containsText("169.254.169.254");
  }

  @Test
  void revokesAServerAndNeverTakesItsNameAgain() {
    PullClient agent = PullClient.enrol(server, invite("gone-1"));
    Page page = signedIn();
    page.navigate("/servers");
    Locator row = page.getByRole(AriaRole.ROW).filter(having("gone-1"));
    row.locator("summary").click();
    button(page, "Revoke gone-1").click();

    assertThat(row).containsText("revoked");
    assertThat(row.locator("summary")).hasCount(0);
    org.assertj.core.api.Assertions.assertThatThrownBy(agent::bindings).hasMessageContaining("401");

    page.getByLabel("Name of the server").fill("gone-1");
    button(page, "Invite").click();
    assertThat(alert(page)).containsText("was revoked. Enrol it under another name");
    assertThat(page.getByLabel("Name of the server")).hasValue("gone-1");
    page.getByLabel("Name of the server").fill("not a name!");
    button(page, "Invite").click();
    assertThat(alert(page)).containsText("letters, digits and hyphens");
  }

  @Test
  void saysWhoMayTakeAKeyAndWhoDid() {
    PullClient agent = PullClient.enrol(server, invite("takes-1"));
    String id = protect("takes.test", new Wish.ServerWish("takes-1", "127.0.0.1", "9"));
    await().atMost(SOON).until(() -> !agent.bindings().getFirst().get(2).equals("-"));
    Page page = signedIn();
    page.navigate("/certificates/" + id);
    assertThat(page.getByText("Nobody has taken it.")).isVisible();
    for (int i = 0; i < 11; i++) {
      agent.bundle(agent.bindings().getFirst().getFirst());
    }
    page.reload();
    assertThat(page.getByText("No person and no API token")).isVisible();
    Locator readings = page.getByLabel("Readings of the key").getByRole(AriaRole.ROWHEADER);
    assertThat(readings).hasCount(10);
    assertThat(readings.first()).hasText("takes-1");
    page.getByRole(AriaRole.LINK, named("All readings of its keys")).click();
    assertThat(page.getByRole(AriaRole.ROWHEADER)).hasCount(11);
    assertThat(page.getByLabel("Action")).hasValue("key.read");
    page.getByRole(AriaRole.LINK, named("one certificate")).click();
    page.getByRole(AriaRole.LINK, named("all that is on record about it")).click();
    assertThat(page.getByText("certificate.create")).isVisible();
    page.goBack();
    page.getByRole(AriaRole.LINK, named("takes-1").setExact(true)).click();
    assertThat(page.locator("#server-takes-1")).containsText("takes-1");
    page.navigate("/certificates/" + id);
    page.getByText("Remove a server").click();
    button(page, "Remove takes-1 at 127.0.0.1:9").click();
    assertThat(page.getByText("No server may take it now.")).isVisible();
    assertThat(readings).hasCount(10);
  }

  @Test
  void saysByWhatEachServerShowsWhoItIs() throws Exception {
    var invited =
        server.bean(Consumers.class).invite(RunningServer.SYSTEM, new ObjectName("shows-1"));
    Page page = signedIn();
    page.navigate("/servers");
    Locator proof =
        page.getByRole(AriaRole.ROW)
            .filter(having("shows-1"))
            .locator("[data-label='Proves itself by']");
    assertThat(proof).hasText("–");
    String token =
        server.bean(Consumers.class).enrol(invited.token().token(), "shows-1").credential().token();
    Instant now = server.bean(Clock.class).instant();
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    page.reload();
    assertThat(proof)
        .hasText("token until %s, never rotated since %s".formatted(today.plusDays(90), today));
    ClientKey key = ClientKey.fresh();
    var certificate =
        server
            .bean(ClientCertificates.class)
            .issue(new Proof.Token(token), key.csr())
            .certificate();
    server
        .bean(Consumers.class)
        .authenticate(new Proof.ClientCertificate(ClientKey.der(certificate)));
    page.reload();
    assertThat(proof)
        .hasText("client certificate until %s (renews itself)".formatted(today.plusDays(7)));
    expire(invited.consumer().id(), now.minus(Duration.ofDays(1)));
    page.reload();
    assertThat(proof)
        .hasText(
            "client certificate, expired %s; renews itself until %s"
                .formatted(today.minusDays(1), today.plusDays(29)));
    expire(invited.consumer().id(), now.minus(Duration.ofDays(31)));
    page.reload();
    assertThat(proof)
        .hasText("client certificate, expired %s: enrol again".formatted(today.minusDays(31)));
  }

  private static void expire(ConsumerId consumer, Instant end) {
    server
        .bean(JdbcClient.class)
        .sql("update client_certificate set expires_at = :end where consumer_id = :id")
        .param("end", end.atOffset(ZoneOffset.UTC))
        .param("id", consumer.value())
        .update();
  }

  @Test
  void addsAnIssuerFromItsConnectorsSettings() {
    Page page = signedIn();
    page.navigate("/issuers");
    page.getByRole(AriaRole.LINK, named("Private CA")).click();
    page.getByLabel("Name", exactly()).fill("staging-ca");
    Locator validity = page.locator("#setting-validity");
    validity.fill("ninety days");
    page.locator("#setting-key-type").selectOption("P_384");
    button(page, "Add the issuer").click();

    assertThat(page.locator(".field").filter(new Locator.FilterOptions().setHas(validity)))
        .containsText("cannot be used");
    assertThat(validity).hasValue("ninety days");
    assertThat(page.locator("#setting-key-type")).hasValue("P_384");
    validity.fill("P30D");
    button(page, "Add the issuer").click();
    Locator card = page.getByRole(AriaRole.ARTICLE).filter(having("staging-ca"));
    assertThat(card).containsText("P30D");

    card.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Edit")).click();
    assertThat(page.locator("#probe .pill")).containsText("answers");
    validity.fill("P20D");
    button(page, "Save").click();
    assertThat(card).containsText("P20D");
  }

  @Test
  void worksWithTheKeyboardAlone() {
    Page page = visitor();
    page.navigate(link());
    page.waitForURL("**/setup/password");
    page.navigate("/protect");
    assertThat(page.getByLabel("Domain", exactly())).isFocused();
    page.keyboard().type("keyboard.example.test");
    page.keyboard().press("Enter");
    page.waitForURL("**/certificates/*");

    assertThat(page.getByRole(AriaRole.HEADING, heading("keyboard-example-test"))).isVisible();
  }

  @Test
  void isReadableOnEveryPageInLightAndDarkOnWideAndNarrowScreens() {
    PullClient agent = PullClient.enrol(server, invite("picture-1"));
    assertThat(agent.bindings()).isEmpty();
    lookAtGreen();
    String bound = protect("www.picture.test", new Wish.ServerWish("picture-1", "127.0.0.1", "9"));
    await().atMost(SOON).until(() -> !agent.bindings().getFirst().get(2).equals("-"));
    agent.bundle(agent.bindings().getFirst().getFirst());
    String issuer = issuerId();
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : List.of(Browser.WIDE, Browser.NARROW)) {
        lookAtAll(browser.visitor(base(), width, scheme), bound, issuer);
      }
    }
  }

  private static void lookAtGreen() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      Page page = browser.visitor(base(), Browser.WIDE, scheme);
      page.navigate(link());
      page.waitForURL("**/setup/password");
      page.navigate("/");
      assertThat(page.locator(".verdict-good")).containsText("Nothing will expire unattended.");
      look(page, "overview-green");
    }
  }

  private static void lookAtAll(Page page, String bound, String issuer) {
    look(page, "/login", "login");
    look(page, "/setup", "setup");
    page.navigate(link());
    page.waitForURL("**/setup/password");
    look(page, "/setup/password", "password");
    look(page, "/", "overview");
    look(page, "/certificates", "certificates");
    look(page, "/certificates/" + bound, "certificate");
    look(page, "/audit?certificate=" + bound, "audit");
    look(page, "/certificates/" + bound + "/edit", "edit");
    look(page, "/protect", "protect");
    look(page, "/servers", "servers");
    page.getByLabel("Name of the server").fill("picture-2");
    button(page, "Invite").click();
    assertThat(page.locator("#command")).isVisible();
    look(page, "servers-invited");
    look(page, "/issuers", "issuers");
    look(page, "/tokens", "tokens");
    look(page, "/issuers/new?type=acme", "issuer-new");
    look(page, "/issuers/" + issuer + "/edit", "issuer-edit");
    look(page, "/certificates/" + "0".repeat(32), "error");
    page.context().close();
  }

  @Test
  void makesATokenThatIsShownOnceAndRevokesIt() {
    Page page = signedIn();
    page.getByRole(AriaRole.LINK, named("API tokens")).click();
    page.getByLabel("Name of the program").fill("pipeline");
    page.getByLabel("Role").selectOption("operator");
    page.getByLabel("Days").fill("366");
    button(page, "Make").click();
    assertThat(alert(page)).containsText("1 to 365 days");
    assertThat(page.getByLabel("Name of the program")).hasValue("pipeline");
    page.getByLabel("Days").fill("30");
    button(page, "Make").click();
    String token = page.locator("#secret").textContent();
    ApiTokens tokens = server.bean(ApiTokens.class);
    assertThat(tokens.authenticate(token)).isPresent();
    look(page, "tokens-made");
    page.reload();
    assertThat(page.locator("#secret")).hasCount(0);
    assertThat(page.content()).doesNotContain(token);
    Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("pipeline"));
    assertThat(row).containsText("operator");
    row.getByText("Revoke").first().click();
    button(page, "Revoke pipeline").click();
    assertThat(row).containsText("revoked");
    assertThat(tokens.authenticate(token)).isEmpty();
    page.context().close();
  }

  private static void look(Page page, String path, String name) {
    page.navigate(path);
    look(page, name);
  }

  private static void look(Page page, String name) {
    boolean dark = (boolean) page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
    int width = page.viewportSize().width;
    String mode = (dark ? "dark" : "light") + (width == Browser.WIDE ? "-wide" : "-narrow");
    page.screenshot(
        new ScreenshotOptions()
            .setFullPage(true)
            .setPath(SCREENSHOTS.resolve(name + "-" + mode + ".png")));
    assertThat(
            new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                .analyze()
                .getViolations())
        .as(name + " " + mode)
        .isEmpty();
    assertThat((boolean) page.evaluate("document.compatMode == 'CSS1Compat'")).isTrue();
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("%s %s does not scroll sideways", name, mode)
        .isLessThanOrEqualTo(width);
  }

  private static Page visitor() {
    return browser.visitor(base(), Browser.WIDE, ColorScheme.LIGHT);
  }

  private static Page signedIn() {
    Page page = visitor();
    page.navigate(link());
    page.waitForURL("**/setup/password");
    page.navigate("/");
    return page;
  }

  private static void signIn(Page page, String name, String password) {
    page.getByLabel("Name").fill(name);
    page.getByLabel("Password").fill(password);
    button(page, "Sign in").click();
  }

  private static String base() {
    return "https://localhost:" + server.httpsPort();
  }

  private static String link() {
    return base()
        + "/setup#"
        + server.bean(AdministratorLinks.class).create(RunningServer.SYSTEM).token();
  }

  private static String invite(String name) {
    return server
        .bean(Consumers.class)
        .invite(RunningServer.SYSTEM, new ObjectName(name))
        .token()
        .token();
  }

  private static String protect(String domain, Wish.ServerWish... servers) {
    return server
        .bean(Protection.class)
        .protect(
            RunningServer.SYSTEM,
            new Wish(domain, "", "private-ca", "", "", "", "", List.of(servers)))
        .id()
        .value();
  }

  private static String issuerId() {
    return server
        .bean(io.perennial.issuer.Issuers.class)
        .find(RunningServer.SYSTEM, new ObjectName("private-ca"))
        .orElseThrow()
        .id()
        .value();
  }

  private static String token(String command) {
    Matcher found = TOKEN.matcher(command);
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private static Locator alert(Page page) {
    return page.locator("[role=alert]:not([hidden])");
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(!name.contains("-1")));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }

  private static Page.GetByRoleOptions rowHeader(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByRoleOptions heading(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  private static Page.GetByTextOptions exactText() {
    return new Page.GetByTextOptions().setExact(true);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
