package io.perennial.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import io.perennial.testing.TimeInHand;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class CertificatesIT {

  private static final int MANY = 100_000;

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Fixtures fixtures;
  private Certificates certificates;
  private SettableClock clock;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    fixtures = new Fixtures(store);
    certificates = store.bean(Certificates.class);
    clock = store.bean(SettableClock.class);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsWhatItWasToldInEveryField() {
    CertificatePolicy policy =
        new CertificatePolicy(
            List.of(Identifiers.parse("*.example.com"), Identifiers.parse("2001:db8::1")),
            KeyType.P_384,
            Optional.of(Duration.ofDays(6)),
            Optional.of("shortlived"),
            new LifetimeAction.DaysBeforeExpiry(2));
    NewCertificate wanted = fixtures.wanted("whole");
    Certificate created =
        certificates.create(
            Fixtures.SYSTEM,
            new NewCertificate(
                wanted.vault(), wanted.name(), wanted.issuer(), policy, Map.of("team", "wéb")));
    Certificate read = certificates.get(Fixtures.SYSTEM, created.id());
    assertThat(read.policy()).isEqualTo(policy);
    assertThat(read.tags()).isEqualTo(Map.of("team", "wéb"));
    assertThat(read.currentVersion()).isEmpty();
    assertThat(read.enabled()).isTrue();
    assertThat(read.plan().nextActionAt()).isEqualTo(micros(clock.instant()));
    assertThat(certificates.find(Fixtures.SYSTEM, wanted.vault(), wanted.name())).contains(read);
  }

  private static Instant micros(Instant instant) {
    return instant.truncatedTo(java.time.temporal.ChronoUnit.MICROS);
  }

  @Test
  void aTakenNameLeavesNoHalfRow() {
    fixtures.certificate("twice");
    long audited = count("audit_entry");
    long tasks = count("scheduled_tasks");
    assertThatThrownBy(() -> fixtures.certificate("twice"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    assertThat(count("certificate")).isEqualTo(1);
    assertThat(count("audit_entry")).isEqualTo(audited);
    assertThat(count("scheduled_tasks")).isEqualTo(tasks);
  }

  @Test
  void oneOfManyAtOnceGetsTheName() throws Exception {
    NewCertificate wanted = fixtures.wanted("contested");
    List<Future<Certificate>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> certificates.create(Fixtures.SYSTEM, wanted)));
      }
    }
    assertThat(all.stream().filter(one -> one.state() == Future.State.SUCCESS)).hasSize(1);
    assertThat(all.stream().filter(one -> one.state() == Future.State.FAILED))
        .allSatisfy(one -> assertThat(one.exceptionNow()).isInstanceOf(Refusal.class));
    assertThat(count("certificate")).isEqualTo(1);
  }

  private long count(String table) {
    return store.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  @Test
  void eachVersionGetsTheNextNumberAndTheLastIsCurrent() {
    Certificate certificate = fixtures.certificate("versioned");
    for (int number = 1; number <= 3; number++) {
      Version version = add(certificate, number);
      assertThat(version.number()).isEqualTo(number);
      assertThat(certificates.get(Fixtures.SYSTEM, certificate.id()).currentVersion())
          .contains(version.id());
      assertThat(certificates.version(Fixtures.SYSTEM, version.id()).orElseThrow().fingerprint())
          .isEqualTo(version.fingerprint());
    }
    assertThat(certificates.versions(Fixtures.SYSTEM, certificate.id()))
        .extracting(Version::number)
        .containsExactly(3, 2, 1);
    assertThat(certificates.chain(Fixtures.SYSTEM, version(2))).startsWith("-----BEGIN CERT");
  }

  @Test
  void aVersionThatFailsLeavesTheOldOneCurrentAndNoHalf() {
    Certificate certificate = fixtures.certificate("versioned");
    add(certificate, 1);
    assertThatThrownBy(() -> add(certificate, 1)).isInstanceOf(RuntimeException.class);
    assertThat(certificates.get(Fixtures.SYSTEM, certificate.id()).currentVersion())
        .contains(version(1));
    assertThat(count("certificate_version")).isEqualTo(1);
    assertThat(count("certificate_chain")).isEqualTo(1);
  }

  private static VersionId version(int number) {
    return new VersionId("%032x".formatted(number));
  }

  private Version add(Certificate certificate, int number) {
    return certificates.add(
        Fixtures.SYSTEM,
        certificate.id(),
        new Certificates.NewVersion(version(number), certificate.issuer(), 1, number == 2),
        List.of(
            TestCertificates.of("versioned.example.com", clock.instant(), Duration.ofDays(90))));
  }

  @Test
  void whatIsDueComesMostOverdueFirstAndByItsIndexAmongAHundredThousand() {
    Certificate seed = fixtures.certificate("seed");
    plant(seed);
    Instant now = clock.instant().plus(Duration.ofSeconds(50));
    List<CertificateId> due = certificates.due(Fixtures.SYSTEM, now, 20);
    assertThat(due).hasSize(20).first().isEqualTo(seed.id());
    Set<String> order = new HashSet<>();
    store
        .jdbc()
        .sql("select id from certificate where next_action_at <= :now order by next_action_at")
        .param("now", now.atOffset(java.time.ZoneOffset.UTC))
        .query(String.class)
        .list()
        .stream()
        .limit(20)
        .forEach(order::add);
    assertThat(due).extracting(CertificateId::value).containsExactlyInAnyOrderElementsOf(order);
    assertThat(explain())
        .contains("certificate_next_action")
        .doesNotContain("Seq Scan", "tableScan");
  }

  /** Copies of a row, each due a second after the one before. */
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
                  tags, enabled, next_action_at, sentence, failures, attended, revision, created_at)
                select lpad(cast(n.x as varchar(32)), 32, '0'), c.vault_id, 'copy-' || n.x,
                  c.issuer_id, c.policy, 1, c.tags, true, c.next_action_at + n.x * interval '1' second,
                  c.sentence, 0, false, 1, c.created_at
                from certificate c cross join (%s) n where c.id = :seed
                """
                    .formatted(numbers.formatted(MANY)))
            .param("seed", seed.id().value())
            .update();
    assertThat(planted).isEqualTo(MANY);
    store.jdbc().sql(database == Database.H2 ? "analyze" : "analyze certificate").update();
  }

  private String explain() {
    String keyword = database == Database.H2 ? "explain " : "explain (costs off) ";
    return String.join(
        "\n",
        store
            .jdbc()
            .sql(
                keyword
                    + "select id from certificate where next_action_at <= :now"
                    + " order by next_action_at limit 500")
            .param("now", clock.instant().atOffset(java.time.ZoneOffset.UTC))
            .query(String.class)
            .list());
  }

  @Test
  void theFirstVaultIsMadeOnce() {
    Vault first = store.bean(Vaults.class).first();
    assertThat(store.bean(Vaults.class).first()).isEqualTo(first);
    assertThat(store.bean(Vaults.class).find(first.id())).contains(first);
    assertThat(store.bean(Vaults.class).find(first.name())).contains(first);
  }
}
