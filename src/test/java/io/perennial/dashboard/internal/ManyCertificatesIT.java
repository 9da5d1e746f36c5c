package io.perennial.dashboard.internal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.perennial.access.AdministratorLinks;
import io.perennial.kernel.ObjectName;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.publication.Consumers;
import io.perennial.testing.Database;
import io.perennial.testing.ManyCertificates;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Pages ask the database as often for ten thousand certificates as for ten. */
@ParameterizedClass
@EnumSource(Database.class)
class ManyCertificatesIT {

  private static final int FEW = 10;
  private static final int MANY = 10_000;
  private static final int DRIFT = 5;
  private static final List<String> PAGES =
      List.of(
          "/",
          "/live/overview",
          "/certificates",
          "/certificates?text=copy-99",
          "/certificates?only=attention",
          "/certificates?only=expiring",
          "/certificates?issuer=private-ca",
          "/servers",
          "/audit",
          "/issuers",
          "/protect");

  @Parameter Database database;
  @TempDir Path folder;

  @Test
  void asksAsOftenForTenThousandAsForTen() {
    try (RunningServer server =
            RunningServer.in(folder).on(database).with(CountedStatements.class).start();
        Browser browser = new Browser()) {
      JdbcClient jdbc = server.awaitReady().bean(JdbcClient.class);
      seed(server, jdbc);
      ManyCertificates.plant(jdbc, 1, FEW, DRIFT);
      Page page = signedIn(server, browser);
      Map<String, Integer> few = statements(page);
      ManyCertificates.plant(jdbc, FEW + 1, MANY, DRIFT);
      Map<String, Integer> many = statements(page);

      assertThat(few).allSatisfy((path, count) -> assertThat(count).as(path).isPositive());
      assertThat(many).isEqualTo(few);
      turnPages(page);
    }
  }

  private static Map<String, Integer> statements(Page page) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String path : PAGES) {
      page.navigate("/login");
      CountedStatements.reset();
      assertThat(page.navigate(path).status()).as(path).isEqualTo(200);
      counts.put(path, CountedStatements.of(path.replaceAll("\\?.*", "")));
    }
    page.navigate("/login");
    return counts;
  }

  private static void turnPages(Page page) {
    page.navigate("/");
    assertThat(page.locator("#sentence")).containsText("need you.");
    assertThat(page.getByText("The first 50 of")).isVisible();
    page.locator("#attention").click();
    assertThat(page.getByLabel("Show")).hasValue("attention");
    page.navigate("/certificates");
    page.getByLabel("Name or domain").fill("COPY-777");
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.ROWHEADER)).hasCount(11);
    page.navigate("/certificates");
    assertThat(page.getByRole(AriaRole.ROWHEADER)).hasCount(CertificateListController.PAGE);
    String first = page.getByRole(AriaRole.ROWHEADER).first().textContent();
    next(page).click();
    assertThat(page.getByRole(AriaRole.ROWHEADER).first()).not().hasText(first);
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("To the beginning")).click();
    assertThat(page.getByRole(AriaRole.ROWHEADER).first()).hasText(first);
    assertThat(
            new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
                .analyze()
                .getViolations())
        .isEmpty();
    page.navigate("/certificates?text=nothing-is-called-so");
    assertThat(page.getByText("No certificate is like that.")).isVisible();
    page.navigate("/servers");
    next(page).click();
    assertThat(page.getByRole(AriaRole.ROWHEADER).first()).containsText("copy-");
    page.navigate("/issuers");
    next(page).click();
    assertThat(page.getByRole(AriaRole.ARTICLE).first()).containsText("copy-");
  }

  private static com.microsoft.playwright.Locator next(Page page) {
    return page.getByRole(
        AriaRole.LINK, new Page.GetByRoleOptions().setName("Next").setExact(true));
  }

  private static void seed(RunningServer server, JdbcClient jdbc) {
    server.bean(Consumers.class).invite(RunningServer.SYSTEM, new ObjectName("seed-1"));
    String id =
        server
            .bean(Protection.class)
            .protect(
                RunningServer.SYSTEM,
                new Wish(
                    "seed.example.test",
                    "seed",
                    "private-ca",
                    "",
                    "",
                    "",
                    "",
                    List.of(new Wish.ServerWish("seed-1", "127.0.0.1", "9"))))
            .id()
            .value();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            jdbc.sql(
                        "select count(*) from certificate where id = :id and current_version is not null and deadline is not null")
                    .param("id", id)
                    .query(Integer.class)
                    .single()
                == 1);
  }

  private static Page signedIn(RunningServer server, Browser browser) {
    String base = "https://localhost:" + server.httpsPort();
    Page page = browser.visitor(base, Browser.WIDE, ColorScheme.LIGHT);
    page.navigate(
        base
            + "/setup#"
            + server.bean(AdministratorLinks.class).create(RunningServer.SYSTEM).token());
    page.waitForURL("**/setup/password");
    return page;
  }
}
