package io.perennial.overview;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.access.Authorizer;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Plan;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VersionId;
import io.perennial.overview.Overview.Clause;
import io.perennial.overview.Overview.Need;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import io.perennial.publication.Binding;
import io.perennial.publication.Consumer;
import io.perennial.publication.Consumers;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.Report;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import java.nio.file.Path;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each clause of the sentence alone turns it red, and without any it is green: in SQL. */
@ParameterizedClass
@EnumSource(Database.class)
class OverviewClausesIT {

  @TempDir static Path folder;
  private static Store store;
  private static Certificate certificate;

  @Parameter Database database;

  private static final Instant NOW = Instant.parse("2027-01-15T12:00:00Z");
  private static final String FIRST = "7".repeat(32);
  private static final String PUBLISHED = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);
  private static final VersionId VERSION = new VersionId("4".repeat(32));

  private Optional<Instant> lastSweep = Optional.of(NOW.minusSeconds(40));
  private boolean enabled = true;
  private List<Concern> concerns = List.of();
  private Optional<Instant> notAfter = Optional.of(NOW.plus(Duration.ofDays(30)));
  private Plan plan =
      new Plan(
          NOW.plus(Duration.ofDays(14)),
          Optional.of(NOW.plus(Duration.ofDays(27))),
          "It renews later.",
          0,
          false);
  private Binding.Installed installed =
      new Binding.Installed(
          Optional.of(VERSION),
          Optional.of(PUBLISHED),
          Optional.of(NOW.minusSeconds(90)),
          Optional.of(Report.Outcome.INSTALLED),
          Optional.empty());
  private Binding.Served served =
      new Binding.Served(
          Optional.of(PUBLISHED),
          Optional.of(NOW.plus(Duration.ofDays(30))),
          Optional.of(NOW.minusSeconds(60)),
          Optional.empty());

  @Test
  void isGreenWhenNoClauseIsBroken() {
    Overview overview = overview();

    assertThat(overview.green()).isTrue();
    assertThat(overview.sentence()).isEqualTo("Nothing will expire unattended.");
    assertThat(overview.checked()).isEqualTo("Checked 40 s ago.");
    assertThat(overview.marginInWords()).isEqualTo("30 d");
  }

  @Test
  void isRedWhenTheSweepHasNotRunForTwoIntervals() {
    lastSweep = Optional.of(NOW.minusSeconds(61));

    assertThat(onlyNeed().clause()).isEqualTo(Clause.SWEEP);
  }

  @Test
  void isRedWhenTheSweepHasNeverRun() {
    lastSweep = Optional.empty();

    assertThat(onlyNeed().clause()).isEqualTo(Clause.SWEEP);
  }

  @Test
  void isGreenWhenTheSweepRanExactlyTwoIntervalsAgo() {
    lastSweep = Optional.of(NOW.minusSeconds(60));

    assertThat(overview().green()).isTrue();
  }

  @Test
  void isRedWhenAConcernIsRaisedThatNoBindingShows() {
    Need raised = new Need(Clause.REVOKED, "www", Optional.empty(), "Version 1 is revoked.");
    concerns =
        List.of((actor, now) -> new Concern.Findings(Map.of(Clause.REVOKED, 1L), List.of(raised)));

    assertThat(onlyNeed()).isEqualTo(raised);
  }

  @Test
  void isRedWhenTheVersionHasExpired() {
    notAfter = Optional.of(NOW);

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.VERSION);
    assertThat(need.sentence()).contains("Version 2 has expired");
  }

  @Test
  void isRedWhenNoVersionWasEverIssued() {
    notAfter = Optional.empty();

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.VERSION);
    assertThat(need.sentence()).contains("No version has been issued yet");
  }

  @Test
  void isRedWhenTheNextActionIsOverdue() {
    planned(NOW.minusSeconds(61), NOW.plus(Duration.ofDays(27)));

    assertThat(onlyNeed().clause()).isEqualTo(Clause.NEXT_ACTION);
  }

  @Test
  void isRedWhenNothingIsPlannedBeforeTheDeadline() {
    planned(NOW.plus(Duration.ofDays(28)), NOW.plus(Duration.ofDays(27)));

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.NEXT_ACTION);
    assertThat(need.sentence()).contains("nothing is planned before");
  }

  @Test
  void isRedWhenTheCertificateIsDisabled() {
    enabled = false;

    assertThat(onlyNeed().clause()).isEqualTo(Clause.NEXT_ACTION);
  }

  @Test
  void isRedWhenAnotherCertificateIsServed() {
    serves(Optional.of(OTHER), Optional.empty());

    assertThat(onlyNeed().clause()).isEqualTo(Clause.SERVED);
  }

  @Test
  void isRedWhenNothingAnswersAtTheAddress() {
    serves(Optional.empty(), Optional.of("10.0.0.7:443 does not answer."));

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.SERVED);
    assertThat(need.sentence()).contains("10.0.0.7:443 does not answer.");
  }

  @Test
  void isRedWhenItWasNeverProbedAlthoughTheServerReportsItInstalled() {
    serves(Optional.empty(), Optional.empty());

    Need need = onlyNeed();
    assertThat(need.clause()).isEqualTo(Clause.SERVED);
    assertThat(need.sentence()).contains("not been probed yet");
  }

  @Test
  void believesTheProberAndNotTheServerThatReportsItInstalled() {
    serves(Optional.of(OTHER), Optional.empty());

    assertThat(onlyNeed().sentence())
        .contains("serves another certificate (cdcdcdcdcdcd)")
        .contains("Yet the server reports that it installed the current version");
  }

  @Test
  void countsACertificateOnceThoughTwoServersShareItsFault() {
    notAfter = Optional.empty();
    bindAlso(Optional.empty());

    Overview overview = overview();

    assertThat(overview.needs()).hasSize(1);
    assertThat(overview.sentence()).isEqualTo("1 needs you.");
  }

  @Test
  void countsEachBindingThatIsNotServed() {
    serves(Optional.of(OTHER), Optional.empty());
    bindAlso(Optional.empty());

    assertThat(overview().count(Clause.SERVED)).isEqualTo(2);
    assertThat(overview().sentence()).isEqualTo("2 need you.");
  }

  @Test
  void namesTheSmallestMarginOfAll() {
    bindAlso(Optional.of(NOW.plus(Duration.ofHours(30))));

    assertThat(overview().marginInWords()).isEqualTo("30 h");
    assertThat(overview().bindings()).isEqualTo(2);
  }

  @Test
  void countsAllButTellsOnlyOfTheFirst() {
    notAfter = Optional.empty();
    for (int more = 0; more < Concern.TOLD + 20; more++) {
      copy(more);
    }

    Overview overview = overview();
    assertThat(overview.count(Clause.VERSION)).isEqualTo(Concern.TOLD + 21);
    assertThat(overview.needs()).hasSize(Concern.TOLD);
  }

  @Test
  void watchesWhatNobodyRenewsFromTheInstantThatItsPolicyNames() {
    write();
    Instant notBefore = NOW.minus(Duration.ofDays(60));
    Instant end = notAfter.orElseThrow();
    OverviewRepository repository = store.bean(OverviewRepository.class);
    for (LifetimeAction action :
        List.of(
            new LifetimeAction.Percentage(80),
            new LifetimeAction.DaysBeforeExpiry(14),
            new LifetimeAction.DaysBeforeExpiry(3_650))) {
      CertificatePolicy known = certificate.policy();
      store
          .bean(Certificates.class)
          .update(
              Fixtures.SYSTEM,
              certificate.id(),
              certificate.issuer(),
              new CertificatePolicy(
                  known.identifiers(), known.keyType(), known.validity(), known.profile(), action));
      Instant due = action.due(notBefore, end);
      List<IssuerId> nobody = List.of(certificate.issuer());

      assertThat(repository.watched(nobody, due.minusMillis(1), 5).total())
          .as("%s", action)
          .isZero();
      assertThat(repository.watched(nobody, due, 5).total()).as("%s", action).isEqualTo(1);
      assertThat(repository.watched(nobody, due, 5).first())
          .singleElement()
          .satisfies(watched -> assertThat(watched.notAfter()).isEqualTo(end));
    }
  }

  private void planned(Instant next, Instant deadline) {
    plan = new Plan(next, Optional.of(deadline), "It renews later.", 0, false);
  }

  private void serves(Optional<String> fingerprint, Optional<String> problem) {
    served =
        new Binding.Served(
            fingerprint,
            fingerprint.map(known -> NOW.plus(Duration.ofDays(30))),
            Optional.of(NOW),
            problem);
  }

  private Need onlyNeed() {
    Overview overview = overview();
    assertThat(overview.green()).isFalse();
    assertThat(overview.sentence()).isEqualTo("1 needs you.");
    assertThat(overview.needs()).hasSize(1);
    return overview.needs().getFirst();
  }

  private Overview overview() {
    write();
    KnownRenewal renewal = new KnownRenewal(lastSweep, Duration.ofSeconds(30));
    BoundCertificates bound =
        new BoundCertificates(
            store.bean(OverviewRepository.class),
            store.bean(PublicationQueries.class),
            renewal,
            store.bean(Authorizer.class));
    return new Overviews(bound, renewal, concerns, Clock.fixed(NOW, ZoneOffset.UTC))
        .now(Fixtures.SYSTEM);
  }

  @BeforeParameterizedClassInvocation
  static void open(Database database) {
    store = Store.in(folder.resolve(database.name())).on(database).open();
    certificate = new Fixtures(store).certificate("www");
    Consumer consumer =
        store.bean(Consumers.class).invite(Fixtures.SYSTEM, new ObjectName("web-1")).consumer();
    store
        .jdbc()
        .sql(
            """
            insert into certificate_version (id, certificate_id, number, issuer_id,
              policy_revision, names, serial, fingerprint, not_before, not_after, issued_at,
              attended)
            select :version, id, 2, issuer_id, 1, 'www.example.com', '0a', :fingerprint, :begin,
              :begin, :begin, false from certificate where id = :id
            """)
        .param("version", VERSION.value())
        .param("fingerprint", PUBLISHED)
        .param("begin", DatabaseTime.of(NOW.minus(Duration.ofDays(60))))
        .param("id", certificate.id().value())
        .update();
    store
        .jdbc()
        .sql(
            """
            insert into binding (id, consumer_id, certificate_id, hosts, probe_address, port,
              next_probe_at, created_at)
            values (:id, :consumer, :certificate, 'www.example.com', '10.0.0.7', 443, :now, :now)
            """)
        .param("id", FIRST)
        .param("consumer", consumer.id().value())
        .param("certificate", certificate.id().value())
        .param("now", DatabaseTime.of(NOW))
        .update();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    store.close();
  }

  @AfterEach
  void leaveOneBinding() {
    store.jdbc().sql("delete from binding where id <> :id").param("id", FIRST).update();
    store
        .jdbc()
        .sql("delete from certificate where id <> :id")
        .param("id", certificate.id().value())
        .update();
  }

  /** Puts what the test wants into the rows. */
  private void write() {
    store
        .jdbc()
        .sql(
            """
            update certificate set enabled = :enabled, current_version = :version,
              ends_at = coalesce(:ends, timestamp with time zone '1970-01-01 00:00:00+00'),
              bindings = (select count(*) from binding where certificate_id = :id),
              next_action_at = :next, deadline = :deadline, sentence = :sentence where id = :id
            """)
        .param("enabled", enabled)
        .param("version", notAfter.map(end -> VERSION.value()).orElse(null))
        .param("ends", DatabaseTime.of(notAfter.orElse(null)), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("next", DatabaseTime.of(plan.nextActionAt()))
        .param("deadline", DatabaseTime.of(plan.deadline().orElseThrow()))
        .param("sentence", plan.sentence())
        .param("id", certificate.id().value())
        .update();
    store
        .jdbc()
        .sql("update certificate_version set not_after = :end")
        .param("end", DatabaseTime.of(notAfter.orElse(NOW)))
        .update();
    store
        .jdbc()
        .sql(
            """
            update binding set installed_version = :version, installed_fingerprint = :published,
              installed_at = :now, report_outcome = :outcome, served_fingerprint = :fingerprint,
              served_not_after = :end, served_at = :now, probe_problem = :problem,
              published_fingerprint = :owed, published_not_after = :owedEnd where id = :id
            """)
        .param("owed", notAfter.map(end -> PUBLISHED).orElse(null))
        .param("owedEnd", DatabaseTime.of(notAfter.orElse(null)))
        .param("version", installed.version().map(VersionId::value).orElse(null))
        .param("published", installed.fingerprint().orElse(null))
        .param("outcome", installed.outcome().map(Enum::name).orElse(null))
        .param("fingerprint", served.fingerprint().orElse(null))
        .param("end", DatabaseTime.of(served.notAfter().orElse(null)))
        .param("problem", served.problem().orElse(null))
        .param("now", DatabaseTime.of(NOW))
        .param("id", FIRST)
        .update();
  }

  /** Binds the certificate to a second address of the same server. */
  private void bindAlso(Optional<Instant> servedUntil) {
    write();
    store
        .jdbc()
        .sql(
            """
            insert into binding (id, consumer_id, certificate_id, hosts, probe_address, port,
              published_fingerprint, published_not_after, served_fingerprint, served_not_after,
              next_probe_at, created_at)
            select :id, consumer_id, certificate_id, hosts, probe_address, 8443,
              published_fingerprint, published_not_after, served_fingerprint, coalesce(:end, served_not_after), next_probe_at, created_at
            from binding where id = :first
            """)
        .param("id", "8".repeat(32))
        .param("end", DatabaseTime.of(servedUntil.orElse(null)), Types.TIMESTAMP_WITH_TIMEZONE)
        .param("first", FIRST)
        .update();
  }

  /** Another certificate like the first, with a binding like the first's. */
  private void copy(int number) {
    write();
    String id = "%032d".formatted(number + 100);
    store
        .jdbc()
        .sql(
            """
            insert into certificate (id, vault_id, name, issuer_id, policy, policy_revision, tags,
              domains, enabled, bindings, next_action_at, deadline, sentence, failures, attended,
              revision, created_at)
            select :id, vault_id, :name, issuer_id, policy, 1, tags, domains, enabled, 1,
              next_action_at, deadline, sentence, 0, false, 1, created_at
            from certificate where id = :first
            """)
        .param("id", id)
        .param("name", "copy-" + number)
        .param("first", certificate.id().value())
        .update();
    store
        .jdbc()
        .sql(
            """
            insert into binding (id, consumer_id, certificate_id, hosts, probe_address, port,
              next_probe_at, created_at)
            select :id, consumer_id, :id, hosts, probe_address, port, next_probe_at, created_at
            from binding where id = :first
            """)
        .param("id", id)
        .param("first", FIRST)
        .update();
  }
}
