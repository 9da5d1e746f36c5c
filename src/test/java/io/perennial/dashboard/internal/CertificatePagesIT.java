package io.perennial.dashboard.internal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.perennial.access.AdministratorLinks;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.acme.AcmeServer;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Pem;
import io.perennial.policy.CertificatePolicy;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.testing.PullClient;
import io.perennial.testing.RunningServer;
import io.perennial.vault.Vaults;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done about one certificate: give it a server, edit it, and put right what failed. */
class CertificatePagesIT {

  private static final Pattern TOKEN = Pattern.compile("pnl_[0-9A-Za-z_-]+");
  private static final Path SCREENSHOTS = Path.of("..", "target", "screenshots");

  @TempDir static Path folder;
  private static RunningServer server;
  private static Browser browser;
  private static Issuer unreachable;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder).start().awaitReady();
    browser = new Browser();
    unreachable =
        server
            .bean(Issuers.class)
            .create(
                RunningServer.SYSTEM,
                new ObjectName("somewhere"),
                "acme",
                Map.of("directory", "https://127.0.0.1:1/directory"));
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
  void addsAServerWithTwoClicksAndOnePastedCommand() {
    String id = protect("second.example.test");
    Page page = signedIn();
    page.navigate("/certificates/" + id);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Add a server")).click();
    Locator form = page.locator("form[aria-label='A new server']");
    assertThat(form.getByLabel("Name of the new server")).hasValue("second-example-test-1");
    form.getByLabel("Address to look at").fill("127.0.0.1");
    form.getByLabel("Port").fill("99999");
    button(page, "Show the command").click();
    assertThat(page.locator("#problem-port")).containsText("A port is between 1 and 65535");
    assertThat(form.getByLabel("Address to look at")).hasValue("127.0.0.1");
    look(page, "add-server-refused");
    form.getByLabel("Port").fill("9");
    button(page, "Show the command").click();

    String command = page.locator("#command").textContent();
    assertThat(command)
        .contains("-----BEGIN CERTIFICATE-----", "perennial-agent enrol --server https://");
    look(page, "add-server");
    Matcher token = TOKEN.matcher(command);
    assertThat(token.find()).isTrue();
    PullClient agent = PullClient.enrol(server, token.group());
    List<List<String>> bindings = agent.bindings();
    assertThat(bindings).hasSize(1);
    agent.reportInstalled(bindings.getFirst().getFirst(), bindings.getFirst().get(2));
    assertThat(page.locator(".strip li").nth(3)).hasAttribute("data-standing", "done");
    page.reload();
    assertThat(page.locator("#command")).hasCount(0);
  }

  @Test
  void editsAPolicyAndTellsTheSecondWriter() {
    String id = protect("edited.example.test");
    Page first = signedIn();
    Page second = signedIn();
    second.navigate("/certificates/" + id + "/edit");
    first.navigate("/certificates/" + id + "/edit");
    assertThat(first.getByLabel("Domain")).hasValue("edited.example.test");
    assertThat(first.getByLabel("Renew at")).hasValue("66%");
    first.getByLabel("Domain").fill("edited.example.test more.example.test");
    first.getByLabel("Validity").fill("soon");
    button(first, "Save").click();
    assertThat(first.locator("#problem-validity")).containsText("P47D");
    assertThat(first.getByLabel("Domain")).hasValue("edited.example.test more.example.test");
    look(first, "edit-refused");
    first.getByLabel("Validity").fill("P20D");
    first.getByLabel("Key type").selectOption("P-384");
    button(first, "Save").click();
    first.waitForURL("**/certificates/" + id);
    assertThat(first.locator("p.names")).hasText("edited.example.test, more.example.test");
    assertThat(first.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("v2")))
        .isVisible();
    assertThat(first.locator(".facts")).containsText("P-384");

    second.getByLabel("Validity").fill("P5D");
    button(second, "Save").click();
    assertThat(alert(second)).containsText("It was changed since you read it");
    look(second, "edit-stale");
    second.locator("#again").click();
    assertThat(second.getByLabel("Validity")).hasValue("P20D");
  }

  @Test
  void offersTheKeyTypesThatTheChosenIssuerTakes() {
    Page page = signedIn();
    page.navigate("/protect");
    page.getByText("Name, key, validity and renewal").click();
    Locator types = page.locator("#key-type option");
    page.getByLabel("Issuer").selectOption("private-ca");
    assertThat(types.filter(new Locator.FilterOptions().setHasText("ED25519"))).hasCount(1);
    page.getByLabel("Issuer").selectOption("somewhere");
    assertThat(types.filter(new Locator.FilterOptions().setHasText("ED25519"))).hasCount(0);
    assertThat(types.first()).hasText("P-256");
  }

  @Test
  void saysWhoseTurnItIsWhenTheCaCannotBeReached() {
    Page page = signedIn();
    page.navigate("/certificates/" + create("unreached", Optional.empty()));

    Locator failure = page.locator("#failure");
    assertThat(failure).isVisible();
    assertThat(failure.locator("button, a")).hasCount(1);
    look(page, "strip-unreached");
    assertThat(failure).containsText("It is the CA's turn");
    failure.locator("button, a").click();
    page.waitForURL("**/issuers/" + unreachable.id().value() + "/edit");
  }

  @Test
  void leadsToTheRequestWhenTheRequestMustChange() {
    String id = create("timed", Optional.of(Duration.ofDays(47)));
    Page page = signedIn();
    page.navigate("/certificates/" + id);

    Locator failure = page.locator("#failure");
    assertThat(failure).containsText("leave the validity blank.");
    assertThat(failure).containsText("The request must change");
    assertThat(page.locator(".strip li").nth(1)).hasAttribute("data-standing", "failed");
    look(page, "strip-refused");
    failure
        .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("Edit the certificate"))
        .click();
    page.getByLabel("Validity").fill("");
    page.getByLabel("Issuer").selectOption("private-ca");
    button(page, "Save").click();
    assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("v1")))
        .isVisible();
    assertThat(page.locator("#failure")).hasCount(0);
  }

  @Test
  void offersTheTermsOfACaBeforeItIsAdded() throws Exception {
    URI terms = URI.create("https://ca.example.test/terms-of-2027");
    try (AcmeServer ca =
        new AcmeServer(server.bean(Clock.class), (name, token, answer) -> Optional.empty())) {
      ca.behaviour().terms(terms);
      Page page = signedIn();
      page.navigate("/issuers/new?type=acme");
      page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("wants-terms");
      page.locator("#setting-directory").fill("nonsense");
      button(page, "Ask the CA").click();
      assertThat(page.locator("#probe .pill")).hasText("cannot be used");
      page.locator("#setting-directory").fill(ca.directory().toString());
      page.locator("#setting-roots").fill(Pem.certificates(List.of(ca.tlsRoot())));
      button(page, "Ask the CA").click();
      assertThat(page.locator("#probe")).containsText(terms.toString());
      look(page, "issuer-asked");
      button(page, "Take it over").click();
      assertThat(page.locator("#setting-terms")).hasValue(terms.toString());
      button(page, "Add the issuer").click();
      page.waitForURL("**/issuers");
    }
    assertThat(
            server
                .bean(Issuers.class)
                .find(RunningServer.SYSTEM, new ObjectName("wants-terms"))
                .orElseThrow()
                .settings())
        .containsEntry("terms", terms.toString());
  }

  private static String protect(String domain) {
    return server
        .bean(Protection.class)
        .protect(
            RunningServer.SYSTEM, new Wish(domain, "", "private-ca", "", "", "", "", List.of()))
        .id()
        .value();
  }

  /** At a CA where nobody listens, and unseen by the review that a form would pass through. */
  private static String create(String name, Optional<Duration> validity) {
    return server
        .bean(Certificates.class)
        .create(
            RunningServer.SYSTEM,
            new NewCertificate(
                server.bean(Vaults.class).first().id(),
                new ObjectName(name),
                unreachable.id(),
                new CertificatePolicy(
                    List.of(new Identifier.Dns(name + ".example.org")),
                    KeyType.P_256,
                    validity,
                    Optional.empty(),
                    CertificatePolicy.TWO_THIRDS),
                Map.of()))
        .id()
        .value();
  }

  private static void look(Page page, String name) {
    for (int width : List.of(Browser.WIDE, Browser.NARROW)) {
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.setViewportSize(width, 900);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String mode =
            (scheme == ColorScheme.DARK ? "dark" : "light")
                + (width == Browser.WIDE ? "-wide" : "-narrow");
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(SCREENSHOTS.resolve(name + "-" + mode + ".png")));
        assertThat(
                new AxeBuilder(page)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                    .analyze()
                    .getViolations())
            .as(name + " " + mode)
            .isEmpty();
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
            .as("%s %s does not scroll sideways", name, mode)
            .isLessThanOrEqualTo(width);
      }
    }
    page.setViewportSize(Browser.WIDE, 900);
  }

  private static Page signedIn() {
    String base = "https://localhost:" + server.httpsPort();
    Page page = browser.visitor(base, Browser.WIDE, ColorScheme.LIGHT);
    page.navigate(
        base
            + "/setup#"
            + server.bean(AdministratorLinks.class).create(RunningServer.SYSTEM).token());
    page.waitForURL("**/setup/password");
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator alert(Page page) {
    return page.locator("[role=alert]:not([hidden])");
  }
}
