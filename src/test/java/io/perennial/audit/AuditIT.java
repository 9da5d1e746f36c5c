package io.perennial.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Scope;
import io.perennial.kernel.Refusal;
import io.perennial.testing.Database;
import io.perennial.testing.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

@ParameterizedClass
@EnumSource(Database.class)
class AuditIT {

  private static final int MUTATIONS = 1_000;
  private static final int ENTRIES = 40;

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Audit audit;
  private JdbcClient jdbc;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).open();
    audit = store.bean(Audit.class);
    jdbc = store.jdbc();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void readingsThatArriveDuringACommitShareTheNextAndNoneIsDoneBeforeIt() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    int many = 300;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> holder =
          threads.submit(() ->
              store
                  .transaction()
                  .executeWithoutResult(status -> {
                    jdbc.sql("update audit_head set sequence = sequence").update();
                    held.countDown();
                    release(release);
                  }));
      assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        done.add(audit.recordReading(new AuditEvent("web1", "key.read", "version", "pull " + i)));
      }
      assertThat(done).noneMatch(CompletableFuture::isDone);
      release.countDown();
      holder.get(20, TimeUnit.SECONDS);
      for (CompletableFuture<Void> one : done) {
        one.get(20, TimeUnit.SECONDS);
      }
    }
    assertThat(one("select count(*) from audit_entry where action = 'key.read'")).isEqualTo(many);
    assertThat(one("select count(distinct at) from audit_entry where action = 'key.read'"))
        .as("commits")
        .isLessThanOrEqualTo(2);
    assertThat(audit.verify().intact()).isTrue();
  }

  @Test
  void aCommitThatFailsFailsAllWhoWaitForItAndTheNextGoesOn() throws Exception {
    jdbc.sql("alter table audit_entry rename to audit_elsewhere").update();
    List<CompletableFuture<Void>> done = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      done.add(audit.recordReading(new AuditEvent("web1", "key.read", "version", "pull " + i)));
    }
    for (CompletableFuture<Void> one : done) {
      assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS))
          .hasCauseInstanceOf(org.springframework.dao.DataAccessException.class);
    }
    jdbc.sql("alter table audit_elsewhere rename to audit_entry").update();
    audit
        .recordReading(new AuditEvent("web1", "key.read", "version", "after"))
        .get(20, TimeUnit.SECONDS);
    assertThat(one("select count(*) from audit_entry where action = 'key.read'")).isEqualTo(1);
    assertThat(audit.verify().intact()).isTrue();
  }

  @Test
  void theFeedTellsTheScopesThatWereChangedAndNoOthers() {
    AuditFeed feed = store.bean(AuditFeed.class);
    long before = feed.last();
    audit.record(new AuditEvent("a", "binding.create", "/consumers/1/bindings/2/", ""));
    audit.record(new AuditEvent("a", "password.set", "admin", ""));
    audit.denied("a", "READ_CERTIFICATES", "/consumers/9/");
    audit.recordReading(new AuditEvent("a", "key.read", "version", "")).join();
    assertThat(feed.scopes(before, feed.last())).containsExactly("/consumers/1/bindings/2/");
    assertThat(feed.scopes(feed.last(), feed.last())).isEmpty();
  }

  private long one(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private static void release(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void findsAThousandMutations() {
    for (int entry = 0; entry < ENTRIES; entry++) {
      audit.record(new AuditEvent("actor " + entry % 3, "action", "/subject/", "detail " + entry));
    }
    assertThat(audit.verify().intact()).isTrue();
    Random random = new Random(25);
    for (int number = 0; number < MUTATIONS; number++) {
      int seed = number;
      store
          .transaction()
          .executeWithoutResult(status -> {
            String mutation = mutate(random, seed);
            assertThat(audit.verify().intact()).as("mutation %d: %s", seed, mutation).isFalse();
            status.setRollbackOnly();
          });
    }
    assertThat(audit.verify().intact()).isTrue();
  }

  private String mutate(Random random, int number) {
    int victim = 1 + random.nextInt(ENTRIES - 1);
    return switch (number % 10) {
      case 0 -> run("delete from audit_entry where sequence = " + victim);
      case 1 -> run("delete from audit_entry where sequence >= " + victim);
      case 2 -> {
        run("delete from audit_entry where sequence >= " + Math.max(2, victim));
        yield run(
            """
            update audit_head set sequence = (select max(sequence) from audit_entry),
              hash = (select hash from audit_entry
                      where sequence = (select max(sequence) from audit_entry))
            """);
      }
      case 3 -> {
        String column = List.of("actor", "action", "subject", "outcome", "detail").get(victim % 5);
        yield run("update audit_entry set " + column + " = 'x' where sequence = " + victim);
      }
      case 4 ->
          run("update audit_entry set at = at + interval '1' second where sequence = " + victim);
      case 5 -> {
        int other = victim % ENTRIES + 1;
        run("update audit_entry set sequence = 9999 where sequence = " + victim);
        run("update audit_entry set sequence = " + victim + " where sequence = " + other);
        yield run("update audit_entry set sequence = " + other + " where sequence = 9999");
      }
      case 6 -> insert(ENTRIES + 1 + random.nextInt(3), victim);
      case 7 -> insert(-random.nextInt(3), victim);
      case 8 -> {
        run("update audit_entry set sequence = sequence + 1000 where sequence > " + victim);
        run("update audit_entry set sequence = sequence - 999 where sequence > 1000");
        yield insert(victim + 1, victim);
      }
      default -> run("update audit_head set sequence = sequence + 1");
    };
  }

  private String insert(int sequence, int copied) {
    return run(
        """
        insert into audit_entry (sequence, at, actor, action, subject, outcome, detail, hash)
        select %d, at, actor, action, subject, outcome, detail, hash
        from audit_entry where sequence = %d
        """
            .formatted(sequence, copied));
  }

  private String run(String sql) {
    assertThat(jdbc.sql(sql).update()).as(sql).isPositive();
    return sql;
  }

  @Test
  void entriesOfARolledBackTransactionVanish() {
    long before = audit.verify().entries();
    store
        .transaction()
        .executeWithoutResult(status -> {
          audit.record(event("never happened"));
          status.setRollbackOnly();
        });
    assertThat(audit.verify()).isEqualTo(new Audit.Verdict(true, before, sentence(before)));
  }

  @Test
  void denialsSurviveTheRollbackTheyCause() {
    Principal stranger = stranger();
    long before = audit.verify().entries();
    assertThatThrownBy(
            () -> store.transaction().executeWithoutResult(status -> deny(stranger, status)))
        .isInstanceOf(Refusal.class);
    assertThat(audit.verify().entries()).isEqualTo(before + 1);
    assertThat(last("outcome")).isEqualTo("denied");
    assertThat(last("actor")).isEqualTo(stranger.name());
  }

  private Principal stranger() {
    return store.bean(Principals.class).register(Principal.Kind.USER, "stranger");
  }

  private void deny(Principal stranger, TransactionStatus status) {
    audit.record(event("was tried"));
    store.bean(Authorizer.class).require(stranger, Permission.MANAGE_ACCESS, Scope.deployment());
  }

  /** More at once than the pool has connections, each holding one while it is denied. */
  @Test
  void aFloodOfDenialsDoesNotStopTheServer() throws Exception {
    int flood = 64;
    Principal stranger = stranger();
    long before = audit.verify().entries();
    CountDownLatch together = new CountDownLatch(16);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> denied = new ArrayList<>();
      for (int i = 0; i < flood; i++) {
        denied.add(
            threads.submit(() ->
                store
                    .transaction()
                    .executeWithoutResult(status -> {
                      jdbc.sql("select count(*) from vault").query(Long.class).single();
                      together.countDown();
                      await(together);
                      deny(stranger, status);
                    })));
      }
      for (Future<?> one : denied) {
        assertThatThrownBy(() -> one.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(Refusal.class);
      }
    }
    assertThat(audit.verify().intact()).isTrue();
    assertThat(audit.verify().entries()).isEqualTo(before + flood);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void concurrentWritersKeepTheChainWhole() throws Exception {
    long before = audit.verify().entries();
    int writers = 12;
    int each = 25;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        String name = "writer " + writer;
        all.add(
            threads.submit(() -> {
              for (int i = 0; i < each; i++) {
                store
                    .transaction()
                    .executeWithoutResult(status -> {
                      audit.record(event(name));
                      audit.record(event(name + " again"));
                    });
              }
            }));
      }
      Future<Integer> reader =
          threads.submit(() -> {
            int looks = 0;
            do {
              Audit.Verdict seen = audit.verify();
              assertThat(seen.intact()).as(seen.sentence()).isTrue();
              looks++;
            } while (all.stream().anyMatch(writer -> !writer.isDone()));
            return looks;
          });
      for (Future<?> writer : all) {
        writer.get(60, TimeUnit.SECONDS);
      }
      assertThat(reader.get(60, TimeUnit.SECONDS)).isPositive();
    }
    assertThat(audit.verify())
        .isEqualTo(
            new Audit.Verdict(
                true, before + 2 * writers * each, sentence(before + 2 * writers * each)));
  }

  @Test
  void whatIsRecordedWhileATransactionEndsIsNotLost() {
    long before = audit.verify().entries();
    store
        .transaction()
        .executeWithoutResult(status -> {
          audit.record(event("inside"));
          TransactionSynchronizationManager.registerSynchronization(
              new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                  audit.record(event("before the commit"));
                }

                @Override
                public void afterCommit() {
                  audit.record(event("after the commit"));
                }
              });
        });
    assertThat(audit.verify().intact()).isTrue();
    assertThat(audit.verify().entries()).isEqualTo(before + 3);
  }

  @Test
  void keepsWhateverTextItIsGiven() {
    for (String text :
        List.of(
            "nul \0 and \n line", "half a pair \ud83d", "x" + "\ud83d\ude00".repeat(1_500), "")) {
      audit.record(new AuditEvent(text, "action", text, text));
      assertThat(audit.verify().intact()).as(text).isTrue();
    }
    assertThat(
            jdbc.sql("select count(*) from audit_entry where actor like '%\n%'")
                .query(Long.class)
                .single())
        .isZero();
  }

  private static AuditEvent event(String detail) {
    return new AuditEvent("tester", "test", "/", detail);
  }

  private static String sentence(long entries) {
    return "The audit is whole: %d entries.".formatted(entries);
  }

  private String last(String column) {
    return jdbc.sql("select " + column + " from audit_entry order by sequence desc limit 1")
        .query(String.class)
        .single();
  }
}
