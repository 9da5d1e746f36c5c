package io.perennial.certificate.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Listed;
import io.perennial.certificate.NewCertificate;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists of certificates, a few and a hundred thousand. */
@ParameterizedClass
@EnumSource(Database.class)
class CertificateQueriesIT {

  private static final int MANY = 100_000;

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Fixtures fixtures;
  private CertificateQueries queries;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).open();
    fixtures = new Fixtures(store);
    queries = store.bean(CertificateQueries.class);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static List<String> names(Page<Listed> page) {
    return page.items().stream().map(listed -> listed.certificate().name().value()).toList();
  }

  @Test
  void listsByNameWithTheCurrentVersionBesideEach() {
    Certificate first = fixtures.certificate("b-issued");
    fixtures.certificate("a-new");
    Instant now = store.bean(Clock.class).instant();
    store
        .bean(Certificates.class)
        .add(
            Fixtures.SYSTEM,
            first.id(),
            new Certificates.NewVersion(
                new VersionId("%032x".formatted(1)), first.issuer(), 1, true),
            List.of(TestCertificates.of("b-issued.example.com", now, Duration.ofDays(9))));
    CertificateFilter all = CertificateFilter.all(first.vault());
    Page<Listed> page = queries.page(Fixtures.SYSTEM, all, Slice.first(10));
    assertThat(names(page)).containsExactly("a-new", "b-issued");
    assertThat(page.items().getFirst().current()).isEmpty();
    assertThat(page.items().getLast().current().orElseThrow().number()).isEqualTo(1);
    assertThat(page.items().getLast().certificate())
        .isEqualTo(store.bean(Certificates.class).get(Fixtures.SYSTEM, first.id()));
    assertThat(names(page(all, Optional.of("B-ISS"), false, Optional.empty())))
        .containsExactly("b-issued");
    assertThat(names(page(all, Optional.of("new.example"), false, Optional.empty())))
        .containsExactly("a-new");
    assertThat(
            names(page(all, Optional.empty(), false, Optional.of(now.plus(Duration.ofDays(10))))))
        .containsExactly("b-issued");
    assertThat(names(page(all, Optional.empty(), false, Optional.of(now)))).isEmpty();
    assertThat(names(page(all, Optional.empty(), true, Optional.empty()))).isEmpty();
    store.jdbc().sql("update certificate set failures = 1 where name = 'a-new'").update();
    assertThat(names(page(all, Optional.empty(), true, Optional.empty()))).containsExactly("a-new");
  }

  private Page<Listed> page(
      CertificateFilter all, Optional<String> text, boolean attention, Optional<Instant> before) {
    return queries.page(
        Fixtures.SYSTEM,
        new CertificateFilter(all.vault(), text, Optional.empty(), attention, before),
        Slice.first(10));
  }

  @Test
  void theMigrationFindsTheDomainsOfWhatWasThereBefore() throws IOException {
    Certificate two =
        store
            .bean(Certificates.class)
            .create(
                Fixtures.SYSTEM,
                new NewCertificate(
                    fixtures.wanted("x").vault(),
                    new ObjectName("two"),
                    fixtures.selfSigned(),
                    CertificatePolicy.of(
                        List.of(
                            Identifiers.parse("*.example.com"), Identifiers.parse("192.0.2.7"))),
                    Map.of()));
    String written = domains();
    assertThat(written.split(",", -1)).containsExactlyInAnyOrder("*.example.com", "192.0.2.7");
    store.jdbc().sql("update certificate set domains = ''").update();
    String migration;
    try (InputStream in =
        Certificates.class.getResourceAsStream("/db/migration/common/V6__management_api.sql")) {
      migration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    int from = migration.indexOf("update certificate set domains");
    store.jdbc().sql(migration.substring(from, migration.indexOf(';', from))).update();
    assertThat(domains().split(",", -1)).containsExactlyInAnyOrder(written.split(",", -1));
    assertThat(two.policy().identifiers()).hasSize(2);
  }

  private String domains() {
    return store.jdbc().sql("select domains from certificate").query(String.class).single();
  }

  @Test
  void anyPageOfAHundredThousandIsReadFromTheNamesIndex() {
    Certificate seed = fixtures.certificate("seed");
    plant(seed);
    CertificateFilter all = CertificateFilter.all(seed.vault());
    Page<Listed> page = queries.page(Fixtures.SYSTEM, all, Slice.first(1_000));
    List<String> seen = new ArrayList<>(names(page));
    page = queries.page(Fixtures.SYSTEM, all, new Slice(page.next(), 1_000));
    seen.addAll(names(page));
    assertThat(seen)
        .containsExactlyElementsOf(
            store
                .jdbc()
                .sql("select name from certificate order by name limit 2000")
                .query(String.class)
                .list());
    assertThat(explain(all))
        .containsAnyOf("certificate_vault_id_name_key", "index sorted")
        .doesNotContain("Seq Scan on certificate c", "certificate.tableScan", "Sort Key: c.name");
    List<CertificateId> some =
        IntStream.rangeClosed(1, 1_200)
            .mapToObj(number -> new CertificateId("%032d".formatted(number)))
            .toList();
    assertThat(queries.all(Fixtures.SYSTEM, some)).hasSize(1_200).containsOnlyKeys(some);
  }

  private String explain(CertificateFilter filter) {
    return String.join(
        "\n",
        store
            .jdbc()
            .sql(
                (database == Database.H2 ? "explain " : "explain (costs off) ")
                    + CertificatePageRepository.statement(filter))
            .param("vault", filter.vault().value())
            .param("after", "copy-5")
            .param("text", "%copy-77777%")
            .param("now", Instant.EPOCH.atOffset(ZoneOffset.UTC))
            .param("before", Instant.EPOCH.atOffset(ZoneOffset.UTC))
            .param("limit", 101)
            .query(String.class)
            .list());
  }

  private void plant(Certificate seed) {
    String numbers =
        switch (database) {
          case H2 -> "select \"X\" as x from system_range(1, %d)";
          case POSTGRESQL -> "select x from generate_series(1, %d) as numbers(x)";
        };
    int planted =
        store
            .jdbc()
            .sql(
                """
                insert into certificate (id, vault_id, name, issuer_id, policy, policy_revision,
                  tags, domains, enabled, next_action_at, sentence, failures, attended, revision,
                  created_at)
                select lpad(cast(n.x as varchar(32)), 32, '0'), c.vault_id, 'copy-' || n.x,
                  c.issuer_id, c.policy, 1, c.tags, c.domains, true, c.next_action_at, c.sentence,
                  0, false, 1, c.created_at
                from certificate c cross join (%s) n where c.id = :seed
                """
                    .formatted(numbers.formatted(MANY)))
            .param("seed", seed.id().value())
            .update();
    assertThat(planted).isEqualTo(MANY);
    store.jdbc().sql(database == Database.H2 ? "analyze" : "analyze certificate").update();
  }
}
