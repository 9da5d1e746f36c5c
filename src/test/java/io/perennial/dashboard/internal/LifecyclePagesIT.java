package io.perennial.dashboard.internal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.perennial.access.AdministratorLinks;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.KeyStoreFile;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.publication.Consumers;
import io.perennial.testing.Bundle;
import io.perennial.testing.PullClient;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a certificate comes by import, and how a version goes by revocation, on the pages. */
class LifecyclePagesIT {

  @TempDir static Path folder;
  private static RunningServer server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    server = RunningServer.in(folder).start().awaitReady();
    browser = new Browser();
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

  private static void look(Page page) {
    assertThat(
            new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                .analyze()
                .getViolations())
        .as(page.url())
        .isEmpty();
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator alert(Page page) {
    return page.locator("[role=alert]:not([hidden])");
  }

  @Test
  void importsAPfxThatAServerThenPulls() {
    KeyPair pair = TestKeys.fresh(KeyType.P_256);
    X509Certificate certificate =
        TestCertificates.of(
            "bought.example.test",
            server.bean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS),
            Duration.ofDays(90),
            pair);
    FilePayload file =
        new FilePayload(
            "bought.pfx",
            "application/x-pkcs12",
            KeyStoreFile.PKCS12.build(
                pair.getPrivate(), List.of(certificate), "let me in".toCharArray()));
    Page page = signedIn();
    page.navigate("/certificates");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Import a certificate"))
        .click();
    look(page);
    page.getByLabel("Files").setInputFiles(file);
    page.getByLabel("Password").fill("let me out");
    page.getByLabel("Name of the certificate").fill("bought");
    button(page, "Import").click();
    assertThat(alert(page)).containsText("The password does not open the file.");
    assertThat(page.getByLabel("Name of the certificate")).hasValue("bought");
    look(page);

    page.getByLabel("Files")
        .setInputFiles(new FilePayload("huge.pem", "application/x-pem-file", new byte[300 * 1024]));
    button(page, "Import").click();
    assertThat(alert(page)).containsText("Choose at most 4 files of 256 KiB together");

    page.getByLabel("Files").setInputFiles(file);
    page.getByLabel("Password").fill("let me in");
    button(page, "Import").click();
    page.waitForURL("**/certificates/*");
    assertThat(page.getByText("It was imported, so nothing renews it.").first()).isVisible();
    assertThat(button(page, "Renew now")).hasCount(0);
    look(page);

    PullClient agent =
        PullClient.enrol(
            server,
            server
                .bean(Consumers.class)
                .invite(RunningServer.SYSTEM, new ObjectName("shop-9"))
                .token()
                .token());
    page.reload();
    page.getByLabel("Server", new Page.GetByLabelOptions().setExact(true)).selectOption("shop-9");
    page.getByLabel("Address to look at").fill("127.0.0.1");
    button(page, "Add the server").click();
    Bundle bundle = Bundle.parse(agent.bundle(agent.bindings().getFirst().getFirst()));
    assertThat(bundle.chain()).containsExactly(certificate);
    assertThat(bundle.key().getEncoded()).isEqualTo(pair.getPrivate().getEncoded());
  }

  @Test
  void revokesAVersionOnceAReasonIsGivenAndConfirmed() {
    String id =
        server
            .bean(Protection.class)
            .protect(
                RunningServer.SYSTEM,
                new Wish("leaked.example.test", "", "private-ca", "", "", "", "", List.of()))
            .id()
            .value();
    Page page = signedIn();
    page.navigate("/certificates/" + id);
    assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("v1")))
        .isVisible();
    page.reload();
    page.getByText("Revoke v1", new Page.GetByTextOptions().setExact(true)).first().click();
    look(page);
    button(page, "Revoke v1").click();
    assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("v2")))
        .hasCount(0);
    page.getByLabel("Reason").selectOption("KEY_COMPROMISE");
    page.getByLabel("I mean it").check();
    button(page, "Revoke v1").click();

    assertThat(
            page.getByRole(
                AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("v1 revoked on")))
        .containsText("(key compromise)");
    assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("v2")))
        .isVisible();
    assertThat(page.locator(".history")).containsText("a new version with a fresh key");
    look(page);
    page.navigate("/");
    assertThat(page.getByText("is revoked")).hasCount(0);
  }
}
