package io.perennial.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Plan;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VersionId;
import io.perennial.overview.OverviewRepository.Totals;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.ManyCertificates;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the overview reads by index is what a plain look at every row finds, and it reads as much of
 * ten thousand certificates as of ten.
 */
@ParameterizedClass
@EnumSource(Database.class)
class OverviewCountsIT {

  private static final int ROUNDS = 25;
  private static final int FEW = 10;
  private static final int MANY = 10_000;
  private static final int LIMIT = 50;

  /** Rows of one table that one step of a statement may read, and a few that it skips. */
  private static final long AT_MOST = 2 * LIMIT;

  private static final int NEVER = 1_000_000;

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Fixtures fixtures;
  private Bindings bindings;
  private Certificates certificates;
  private OverviewRepository repository;
  private ConsumerId server;
  private Instant now;
  private int issued;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).property("perennial.probe.allow", "192.0.2.0/24").open();
    fixtures = new Fixtures(store);
    bindings = store.bean(Bindings.class);
    certificates = store.bean(Certificates.class);
    repository = store.bean(OverviewRepository.class);
    now = store.bean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS);
    server =
        store
            .bean(Consumers.class)
            .invite(Fixtures.SYSTEM, new ObjectName("seed-1"))
            .consumer()
            .id();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void agreesWithAPlainLookAfterEachChange() {
    Certificate early = fixtures.certificate("early");
    BindingId before = bind(early.id(), 1);
    agrees();
    assertThat(totals().withoutVersion()).isEqualTo(1);

    issue(early.id(), Duration.ofDays(9));
    agrees();
    assertThat(totals().withoutVersion()).isZero();
    assertThat(totals().notServed()).isEqualTo(1);

    BindingId after = bind(early.id(), 2);
    agrees();
    serve(before);
    serve(after);
    agrees();
    assertThat(totals().notServed()).isZero();

    issue(early.id(), Duration.ofDays(3));
    agrees();
    assertThat(totals().notServed()).isEqualTo(2);
    assertThat(repository.notServed(LIMIT)).containsExactlyInAnyOrder(before, after);

    serve(after);
    fail(after);
    agrees();
    plan(early.id(), now.plusSeconds(900), now.plusSeconds(800));
    agrees();
    assertThat(repository.withoutNextAction(now, LIMIT)).hasSize(2);
    plan(early.id(), now.minusSeconds(900), now.plusSeconds(800));
    agrees();
    assertThat(totals().withoutNextAction()).isEqualTo(1);
    plan(early.id(), now.plusSeconds(700), now.plusSeconds(800));
    agrees();
    assertThat(totals().withoutNextAction()).isZero();
    store.jdbc().sql("update certificate set enabled = false").update();
    agrees();
    assertThat(totals().withoutNextAction()).isEqualTo(1);

    now = now.plus(Duration.ofDays(4));
    agrees();
    assertThat(repository.withoutVersion(now, LIMIT)).containsExactlyInAnyOrder(before, after);

    bindings.unbind(Fixtures.SYSTEM, before);
    agrees();
    bindings.unbind(Fixtures.SYSTEM, after);
    agrees();
    assertThat(totals()).isEqualTo(new Totals(0, 0, 0, 0, Optional.empty()));
    assertThat(repository.unbound(LIMIT)).containsExactly(early.id());
  }

  @Test
  void aServerThatIsBoundWhileAVersionIsStoredIsToldOfTheCurrentOne() throws Exception {
    Certificate contended = fixtures.certificate("contended");
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      for (int round = 1; round <= ROUNDS; round++) {
        int port = round;
        Future<BindingId> binding =
            other.submit(() -> {
              start.await();
              return bind(contended.id(), port);
            });
        start.await();
        issue(contended.id(), Duration.ofDays(round));
        binding.get();
        agrees();
      }
      for (BindingId half : repository.bound(ROUNDS / 2)) {
        Future<?> gone =
            other.submit(() -> {
              start.await();
              bindings.unbind(Fixtures.SYSTEM, half);
              return null;
            });
        start.await();
        issue(contended.id(), Duration.ofDays(5));
        gone.get();
        agrees();
      }
    }
    assertThat(totals().bindings()).isEqualTo(ROUNDS - ROUNDS / 2);
  }

  @Test
  void theMigrationFillsInWhatWasThereBefore() throws IOException {
    Certificate old = fixtures.certificate("old");
    issue(old.id(), Duration.ofDays(9));
    bind(old.id(), 1);
    bind(fixtures.certificate("new").id(), 2);
    Totals written = totals();
    store
        .jdbc()
        .sql("update certificate set bindings = 0, ends_at = created_at - interval '9' day")
        .update();
    store
        .jdbc()
        .sql("update binding set published_fingerprint = null, published_not_after = null")
        .update();
    assertThat(totals()).isNotEqualTo(written);
    store
        .jdbc()
        .sql("update certificate set ends_at = timestamp with time zone '1970-01-01 00:00:00+00'")
        .update();
    String migration;
    try (InputStream in =
        Certificates.class.getResourceAsStream("/db/migration/common/V10__at_a_glance.sql")) {
      migration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Matcher updates = Pattern.compile("(?ms)^update .*?;").matcher(migration);
    while (updates.find()) {
      store.jdbc().sql(updates.group().replace(";", "")).update();
    }
    assertThat(totals()).isEqualTo(written);
    agrees();
  }

  @Test
  void readsAsMuchOfTenThousandAsOfTen() {
    Certificate seed = fixtures.certificate("seed");
    issue(seed.id(), Duration.ofDays(90));
    plan(seed.id(), now.plus(Duration.ofDays(60)), now.plus(Duration.ofDays(80)));
    serve(bind(seed.id(), 443));
    ManyCertificates.plant(store.jdbc(), 1, FEW, 2);
    Totals few = totals();
    ManyCertificates.plant(store.jdbc(), FEW + 1, MANY, NEVER);

    assertThat(totals().bindings()).isGreaterThan(MANY / 2);
    assertThat(totals().notServed()).isEqualTo(few.notServed()).isPositive();
    agrees();
    for (String statement :
        List.of(
            OverviewRepository.TOTALS,
            OverviewRepository.WITHOUT_VERSION,
            OverviewRepository.WITHOUT_NEXT_ACTION,
            OverviewRepository.NOT_SERVED,
            OverviewRepository.BOUND,
            OverviewRepository.UNBOUND,
            OverviewRepository.REVOKED_VERSIONS,
            OverviewRepository.REVOKED_SERVED,
            OverviewRepository.WATCHED)) {
      String plan = explained(statement);
      assertThat(read(plan)).as(plan).isNotEmpty().allMatch(rows -> rows <= AT_MOST);
    }
  }

  private String explained(String statement) {
    return String.join(
        "\n",
        store
            .jdbc()
            .sql("explain analyze " + statement)
            .param("now", DatabaseTime.of(now))
            .param("overdue", DatabaseTime.of(now))
            .param("before", DatabaseTime.of(now))
            .param("issuers", List.of("nobody"))
            .param("limit", LIMIT)
            .query(String.class)
            .list());
  }

  /** How many rows each step of an executed plan has read. */
  private List<Long> read(String plan) {
    Pattern rows =
        Pattern.compile(
            database == Database.H2
                ? "scanCount: (\\d+)"
                : "actual time=[^ ]+ rows=(\\d+)|Rows Removed by Filter: (\\d+)");
    List<Long> read = new ArrayList<>();
    Matcher matcher = rows.matcher(plan);
    while (matcher.find()) {
      read.add(Long.parseLong(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)));
    }
    return read;
  }

  private Totals totals() {
    return repository.totals(now, now);
  }

  private void agrees() {
    assertThat(totals()).isEqualTo(plain());
    assertThat(
            store
                .jdbc()
                .sql(
                    """
                    select count(*) from certificate c where c.bindings <>
                      (select count(*) from binding b where b.certificate_id = c.id)
                    """)
                .query(Long.class)
                .single())
        .isZero();
  }

  /** The same from the rows that everything else reads, one join over all of them. */
  private Totals plain() {
    return store
        .jdbc()
        .sql(
            """
            select count(*) as bindings,
              count(distinct case when v.id is null or v.not_after <= :now then c.id end) as expired,
              count(distinct case when not c.enabled or c.next_action_at < :now
                or (c.deadline is not null and c.next_action_at > c.deadline) then c.id end)
                as unplanned,
              count(case when v.id is not null and not (b.served_fingerprint is not null
                and b.served_fingerprint = v.fingerprint and b.probe_problem is null)
                then 1 end) as drifting,
              min(coalesce(b.served_not_after, v.not_after, :now)) as worst
            from binding b join certificate c on c.id = b.certificate_id
              left join certificate_version v on v.id = c.current_version
            """)
        .param("now", DatabaseTime.of(now))
        .query((row, number) ->
            new Totals(
                row.getLong("bindings"),
                row.getLong("expired"),
                row.getLong("unplanned"),
                row.getLong("drifting"),
                DatabaseTime.find(row, "worst")))
        .single();
  }

  private BindingId bind(CertificateId certificate, int port) {
    return bindings
        .bind(
            Fixtures.SYSTEM, new Bindings.Wanted(server, certificate, List.of(), "192.0.2.7", port))
        .id();
  }

  private void issue(CertificateId id, Duration life) {
    issued++;
    Certificate certificate = certificates.get(Fixtures.SYSTEM, id);
    certificates.add(
        Fixtures.SYSTEM,
        id,
        new Certificates.NewVersion(
            new VersionId("f%031x".formatted(issued)), certificate.issuer(), 1, false),
        List.of(
            TestCertificates.of(
                certificate.name().value() + ".example.com", now.plusSeconds(issued), life)));
  }

  private void plan(CertificateId id, Instant next, Instant deadline) {
    certificates.plan(
        Fixtures.SYSTEM, id, new Plan(next, Optional.of(deadline), "It renews later.", 0, false));
  }

  /** As the prober sees what is published. */
  private void serve(BindingId id) {
    store
        .jdbc()
        .sql(
            """
            update binding set probe_problem = null, served_at = :now,
              served_fingerprint = (select v.fingerprint from certificate_version v
                join certificate c on c.current_version = v.id where c.id = certificate_id),
              served_not_after = (select v.not_after from certificate_version v
                join certificate c on c.current_version = v.id where c.id = certificate_id)
            where id = :id
            """)
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  private void fail(BindingId id) {
    store
        .jdbc()
        .sql("update binding set probe_problem = 'It does not answer.' where id = :id")
        .param("id", id.value())
        .update();
  }
}
