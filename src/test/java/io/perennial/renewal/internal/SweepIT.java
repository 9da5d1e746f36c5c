package io.perennial.renewal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Plan;
import io.perennial.certificate.Version;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.VersionId;
import io.perennial.renewal.Renewal;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import io.perennial.testing.TimeInHand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class SweepIT {

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private SettableClock clock;
  private Sweep sweep;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    clock = store.bean(SettableClock.class);
    sweep = store.bean(Sweep.class);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Certificate dueIn(String name, Duration wait) {
    Certificate certificate = new Fixtures(store).certificate(name);
    store
        .bean(Certificates.class)
        .plan(
            Fixtures.SYSTEM,
            certificate.id(),
            new Plan(clock.instant().plus(wait), Optional.empty(), "A test.", 0, false));
    store.jdbc().sql("delete from scheduled_tasks where task_name = 'renewal'").update();
    return certificate;
  }

  private List<String> scheduled() {
    return store
        .jdbc()
        .sql("select task_instance from scheduled_tasks where task_name = 'renewal'")
        .query(String.class)
        .list();
  }

  @Test
  void handsWhatIsDueToOneTaskEachHoweverOftenItRuns() {
    Certificate later = dueIn("later", Duration.ofHours(1));
    Certificate due = dueIn("due", Duration.ZERO);
    sweep.run();
    sweep.run();
    assertThat(scheduled()).containsExactly(due.id().value());
    clock.advance(Duration.ofHours(1));
    sweep.run();
    assertThat(scheduled()).containsExactlyInAnyOrder(due.id().value(), later.id().value());
  }

  private Version version(Certificate certificate) {
    return store
        .bean(Certificates.class)
        .add(
            Fixtures.SYSTEM,
            certificate.id(),
            new Certificates.NewVersion(
                new VersionId(certificate.id().value()), certificate.issuer(), 1, false),
            List.of(
                TestCertificates.of("advised.example.com", clock.instant(), Duration.ofDays(90))));
  }

  @Test
  void handsEachVersionWhoseCaShouldBeAskedToOneTask() {
    VersionId version = version(dueIn("advised", Duration.ofDays(1))).id();
    AdviceRepository advices = store.bean(AdviceRepository.class);
    advices.begin(version, clock.instant().plus(Duration.ofHours(1)));
    sweep.run();
    assertThat(asked()).isEmpty();
    clock.advance(Duration.ofHours(1));
    sweep.run();
    sweep.run();
    assertThat(asked()).containsExactly(version.value());
  }

  private List<String> asked() {
    return store
        .jdbc()
        .sql("select task_instance from scheduled_tasks where task_name = 'renewal-advice'")
        .query(String.class)
        .list();
  }

  @Test
  void adviceIsKeptAsItWasGiven() {
    VersionId version = version(dueIn("advised", Duration.ofDays(1))).id();
    AdviceRepository advices = store.bean(AdviceRepository.class);
    assertThat(advices.find(version)).isEmpty();
    advices.begin(version, clock.instant());
    assertThat(advices.find(version)).contains(Advice.none(version));
    Window window =
        new Window(
            Instant.parse("2026-04-01T00:00:00Z"),
            Instant.parse("2026-04-02T00:00:00.5Z"),
            Optional.of(URI.create("https://ca.example/why")));
    Advice advice = Advice.none(version).saying("a CA", Optional.of(window)).passedOver("odd.");

    advices.store(advice, null);

    assertThat(advices.find(version)).contains(advice);
    assertThat(advices.due(clock.instant().plus(Duration.ofDays(9)), 10)).isEmpty();
  }

  @Test
  void remembersWhenItRanLast() {
    Renewal renewal = store.bean(Renewal.class);
    assertThat(renewal.lastSweep()).isEmpty();
    sweep.run();
    clock.advance(Duration.ofMinutes(1));
    sweep.run();
    assertThat(renewal.lastSweep().orElseThrow())
        .isEqualTo(clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS));
    assertThat(store.jdbc().sql("select count(*) from sweep").query(Long.class).single())
        .isEqualTo(1);
  }

  @Test
  void bringsATaskForwardThatWasScheduledForLater() {
    Certificate due = dueIn("due", Duration.ofHours(1));
    store
        .bean(io.perennial.scheduling.DurableTasks.class)
        .run(RenewalTasks.RENEWAL_TASK, due.id().value(), clock.instant().plus(Duration.ofDays(1)));
    clock.advance(Duration.ofHours(1));
    sweep.run();
    assertThat(
            store
                .jdbc()
                .sql("select execution_time from scheduled_tasks where task_name = 'renewal'")
                .query((row, number) -> io.perennial.kernel.DatabaseTime.get(row, "execution_time"))
                .single())
        .isBeforeOrEqualTo(clock.instant());
  }
}
