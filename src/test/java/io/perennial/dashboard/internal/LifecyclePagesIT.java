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
    page.getByText("Or take one that is enrolled").click();
    page.getByLabel("Server", new Page.GetByLabelOptions().setExact(true)).selectOption("shop-9");
    page.locator("#address").fill("127.0.0.1");
    button(page, "Add the server").click();
    Bundle bundle = Bundle.parse(agent.bundle(agent.bindings().getFirst().getFirst()));
    assertThat(bundle.chain()).containsExactly(certificate);
    assertThat(bundle.key().getEncoded()).isEqualTo(pair.getPrivate().getEncoded());

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Give it an issuer")).click();
    assertThat(page.getByLabel("Domain")).hasValue("bought.example.test");
    look(page);
    button(page, "Save").click();
    assertThat(page.getByRole(AriaRole.ROWHEADER, new Page.GetByRoleOptions().setName("v2")))
        .isVisible();
    assertThat(button(page, "Renew now")).isVisible();
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

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  @Test
  void vaultsAreMadeConfiguredDeletedRecoveredAndPurged() {
    Page page = signedIn();
    page.navigate("/vaults");
    look(page);
    page.getByLabel("Name").fill("pay--ments");
    button(page, "Make").click();
    assertThat(alert(page)).containsText("no two hyphens in a row");
    assertThat(page.getByLabel("Name")).hasValue("pay--ments");
    look(page);
    page.getByLabel("Name").fill("payments");
    page.getByLabel("Days to keep what was deleted").fill("7");
    button(page, "Make").click();
    page.waitForURL("**/vaults/payments");
    assertThat(page.getByText("payments.vault.localhost")).isVisible();
    page.getByLabel("PFX files of its certificates").selectOption("compatible");
    button(page, "Save").click();
    assertThat(page.getByLabel("PFX files of its certificates")).hasValue("compatible");
    look(page);

    link(page, "Protect a domain in it").click();
    assertThat(page.getByLabel("Vault")).hasValue("payments");
    page.getByLabel("Domain").fill("pay.example.test");
    page.getByLabel("Issuer").selectOption("private-ca");
    look(page);
    button(page, "Protect").click();
    page.waitForURL("**/certificates/*");
    assertThat(page.locator("#to-vault")).hasText("payments");
    page.navigate("/certificates?vault=payments");
    assertThat(link(page, "pay-example-test")).isVisible();
    look(page);
    page.getByLabel("Vault").selectOption("main");
    button(page, "Search").click();
    assertThat(link(page, "pay-example-test")).hasCount(0);

    page.navigate("/vaults/payments");
    page.getByText("Delete this vault").click();
    look(page);
    button(page, "Delete payments").click();
    page.waitForURL("**/vaults");
    assertThat(link(page, "payments")).hasCount(0);
    look(page);
    button(page, "Recover payments").click();
    page.waitForURL("**/vaults/payments");
    page.getByText("Delete this vault").click();
    button(page, "Delete payments").click();
    page.getByText("Purge payments", new Page.GetByTextOptions().setExact(true)).first().click();
    look(page);
    button(page, "Purge payments").click();
    assertThat(page.getByText("Deleted vaults")).hasCount(0);
    page.navigate("/vaults/main");
    assertThat(page.getByText("Delete this vault")).hasCount(0);
  }

  @Test
  void whatWasDeletedFromAVaultIsRecoveredAndPurgedOnItsPage() {
    io.perennial.vault.Vault vault =
        server
            .bean(io.perennial.vault.Vaults.class)
            .create(
                RunningServer.SYSTEM, new io.perennial.vault.VaultWish("attic", "", "", "", ""));
    for (String name : List.of("kept", "gone")) {
      var made =
          server
              .bean(Protection.class)
              .protect(
                  RunningServer.SYSTEM,
                  "attic",
                  new Wish(name + ".example.test", name, "private-ca", "", "", "", "", List.of()));
      server.bean(io.perennial.retention.Deletions.class).delete(RunningServer.SYSTEM, made);
    }
    try (var value = new io.perennial.kernel.SecretBytes(new byte[] {'x'})) {
      server
          .bean(io.perennial.secret.Secrets.class)
          .set(
              RunningServer.SYSTEM,
              vault.id(),
              new ObjectName("password"),
              value,
              io.perennial.secret.SecretDetails.usual());
    }
    server
        .bean(io.perennial.secret.DeletedSecrets.class)
        .delete(RunningServer.SYSTEM, vault, new ObjectName("password"));
    Page page = signedIn();
    page.navigate("/vaults/attic");
    link(page, "Deleted objects").click();
    look(page);
    assertThat(page.getByText("password")).hasCount(0);
    var principals = server.bean(io.perennial.access.Principals.class);
    principals.assign(
        principals
            .findByName(io.perennial.access.Principal.Kind.USER, "administrator")
            .orElseThrow()
            .id(),
        io.perennial.access.Role.KEY_VAULT_SECRETS_OFFICER,
        io.perennial.access.Scope.vault(vault.id()));
    page.reload();
    look(page);
    page.getByText("Purge password", new Page.GetByTextOptions().setExact(true)).first().click();
    button(page, "Purge password").click();
    assertThat(page.getByText("password")).hasCount(0);
    page.getByText("Purge gone", new Page.GetByTextOptions().setExact(true)).first().click();
    button(page, "Purge gone").click();
    assertThat(button(page, "Recover gone")).hasCount(0);
    page.setViewportSize(Browser.NARROW, 900);
    look(page);
    button(page, "Recover kept").click();
    page.waitForURL("**/certificates/*");
    assertThat(page.locator("#to-vault")).hasText("attic");
  }
}
