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
      plant(jdbc, 1, FEW);
      Page page = signedIn(server, browser);
      Map<String, Integer> few = statements(page);
      plant(jdbc, FEW + 1, MANY);
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

  /** Two of three are bound, one of five is not served, one of twenty fails. */
  private void plant(JdbcClient jdbc, int from, int to) {
    String numbers =
        switch (database) {
          case H2 -> "(select \"X\" as x from system_range(%d, %d)) n".formatted(from, to);
          case POSTGRESQL ->
              "(select x from generate_series(%d, %d) as g(x)) n".formatted(from, to);
        };
    for (String table : List.of(CERTIFICATES, VERSIONS, PRINCIPALS, SERVERS, ISSUERS, BINDINGS)) {
      jdbc.sql(table.formatted(numbers)).update();
    }
    jdbc.sql("analyze").update();
  }

  private static final String ID = "lpad(cast(n.x as varchar(32)), 32, '0')";
  private static final String CERTIFICATES =
      """
      insert into certificate (id, vault_id, name, issuer_id, policy, policy_revision, tags,
        domains, enabled, next_action_at, deadline, sentence, failures, attended, revision,
        created_at, current_version)
      select\
      """
          + " "
          + ID
          + """
          , c.vault_id, 'copy-' || n.x, c.issuer_id, c.policy, 1, c.tags, c.domains, true,
            c.next_action_at, c.deadline, c.sentence, case when mod(n.x, 20) = 0 then 1 else 0 end,
            false, 1, c.created_at,
          """
          + ID
          + " from certificate c cross join %s where c.name = 'seed'";
  private static final String VERSIONS =
      "insert into certificate_version (id, certificate_id, number, issuer_id, policy_revision,"
          + " names, serial, fingerprint, not_before, not_after, issued_at, attended) select "
          + ID
          + ", "
          + ID
          + ", 1, v.issuer_id, 1, v.names, v.serial, "
          + ID
          + ", v.not_before, v.not_after, v.issued_at, false from certificate_version v"
          + " join certificate c on c.current_version = v.id cross join %s where c.name = 'seed'";
  private static final String PRINCIPALS =
      "insert into principal (id, kind, name, created_at) select "
          + ID
          + ", 'CONSUMER', 'copy-' || n.x, s.created_at from consumer s cross join %s"
          + " where s.name = 'seed-1'";
  private static final String SERVERS =
      "insert into consumer (id, principal_id, name, created_at) select "
          + ID
          + ", "
          + ID
          + ", 'copy-' || n.x, s.created_at from consumer s cross join %s where s.name = 'seed-1'";
  private static final String ISSUERS =
      "insert into issuer (id, name, type, settings, sealed, revision, created_at) select "
          + ID
          + ", 'copy-' || n.x, i.type, i.settings, i.sealed, 1, i.created_at from issuer i"
          + " cross join %s where i.name = 'private-ca' and n.x <= 200";
  private static final String BINDINGS =
      "insert into binding (id, consumer_id, certificate_id, hosts, probe_address, port,"
          + " next_probe_at, created_at, installed_version, served_fingerprint) select "
          + ID
          + ", "
          + ID
          + ", "
          + ID
          + ", b.hosts, b.probe_address, b.port, b.next_probe_at, b.created_at, "
          + ID
          + ","
          + " case when mod(n.x, 5) <> 0 then "
          + ID
          + " when mod(n.x, 2) = 0 then lpad(cast(n.x - 1 as varchar(32)), 32, '0') end from binding b join consumer s on s.id = b.consumer_id cross join %s"
          + " where s.name = 'seed-1' and mod(n.x, 3) <> 0";

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
