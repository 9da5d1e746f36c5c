package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pick-up costs the same at ten certificates and at two hundred thousand. */
class PickUpIT {

  private static final int MANY = Integer.getInteger("pick-up.certificates", 200_000);
  private static final int DUE = 3;
  private static final int ROUNDS = 200;

  @TempDir Path folder;

  @Test
  void whatIsDueIsReadByItsIndexWhateverTheNumber() {
    try (Store store = Store.in(folder).open()) {
      Instant now = Instant.parse("2026-03-01T00:00:00Z");
      Certificate model = new Fixtures(store).certificate("model");
      fill(store, model, 10, now);
      assertReadsByIndex(store, now);
      Duration few = measure(store, now);

      fill(store, model, MANY, now);
      assertReadsByIndex(store, now);
      Duration many = measure(store, now);

      System.out.printf(
          "due of 10 certificates: %d µs; of %d: %d µs%n",
          few.toNanos() / 1_000, MANY, many.toNanos() / 1_000);
    }
  }

  /** Copies of a row, of which a few are due. */
  private static void fill(Store store, Certificate model, int number, Instant now) {
    store.jdbc().sql("delete from scheduled_tasks").update();
    store
        .jdbc()
        .sql("delete from certificate where id <> :id")
        .param("id", model.id().value())
        .update();
    store
        .jdbc()
        .sql(
            """
            insert into certificate (id, vault_id, name, issuer_id, policy, policy_revision, tags,
              enabled, next_action_at, sentence, failures, attended, revision, created_at)
            select lpad(cast(n as varchar), 32, '0'), vault_id, 'copy-' || n, issuer_id, policy, 1,
              tags, true, case when n <= :due then :past else :future end, sentence, 0, false, 1,
              created_at
            from certificate cross join (select "X" as n from system_range(1, :number))
            where id = :id
            """)
        .param("due", DUE)
        .param("past", DatabaseTime.of(now.minusSeconds(60)))
        .param("future", DatabaseTime.of(now.plus(Duration.ofDays(30))))
        .param("number", number)
        .param("id", model.id().value())
        .update();
    store
        .jdbc()
        .sql("update certificate set next_action_at = :future where id = :id")
        .param("future", DatabaseTime.of(now.plus(Duration.ofDays(30))))
        .param("id", model.id().value())
        .update();
    store.jdbc().sql("analyze").update();
  }

  private static void assertReadsByIndex(Store store, Instant now) {
    String plan =
        store
            .jdbc()
            .sql(
                """
                explain analyze select id from certificate where next_action_at <= :now
                order by next_action_at limit 500
                """)
            .param("now", DatabaseTime.of(now))
            .query(String.class)
            .single();
    assertThat(plan)
        .containsIgnoringCase("certificate_next_action")
        .containsIgnoringCase("index sorted")
        .containsPattern("scanCount: [1-9]\\b");
  }

  private static Duration measure(Store store, Instant now) {
    Certificates certificates = store.bean(Certificates.class);
    List<CertificateId> due = certificates.due(Fixtures.SYSTEM, now, 500);
    assertThat(due).hasSize(DUE);
    long start = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      certificates.due(Fixtures.SYSTEM, now, 500);
    }
    return Duration.ofNanos((System.nanoTime() - start) / ROUNDS);
  }
}
