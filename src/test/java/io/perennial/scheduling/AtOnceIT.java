package io.perennial.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Nobody registers this task with the engine: what runs here runs without it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AtOnceIT {

  private static final String TASK = "tried-at-once";

  private RunningServer server;
  private DurableTasks tasks;
  private Clock clock;
  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();

  @BeforeAll
  void start(@TempDir Path folder) {
    server = RunningServer.in(folder).start();
    tasks = server.bean(DurableTasks.class);
    clock = server.bean(Clock.class);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    ran.clear();
    server
        .bean(JdbcClient.class)
        .sql("delete from scheduled_tasks where task_name = :task")
        .param("task", TASK)
        .update();
  }

  private record Row(String instance, boolean picked, Instant due) {}

  private List<Row> rows() {
    return server
        .bean(JdbcClient.class)
        .sql(
            """
            select task_instance, picked, execution_time from scheduled_tasks
            where task_name = :task
            """)
        .param("task", TASK)
        .query((row, number) ->
            new Row(
                row.getString("task_instance"),
                row.getBoolean("picked"),
                row.getTimestamp("execution_time").toInstant()))
        .list();
  }

  private void commit(Runnable work) {
    server.bean(TransactionTemplate.class).executeWithoutResult(status -> work.run());
  }

  private String next() throws InterruptedException {
    String next = ran.poll(30, TimeUnit.SECONDS);
    return next == null ? "nothing" : next;
  }

  @Test
  void runsBehindTheCommitOverARowThatItsHolderKeepsAndThenRemoves() throws Exception {
    BlockingQueue<List<Row>> seen = new LinkedBlockingQueue<>();
    tasks.repeating(
        TASK,
        instance -> {
          seen.add(rows());
          ran.add(instance);
          return Optional.empty();
        });
    commit(() -> {
      tasks.run(TASK, "one", clock.instant());
      assertThat(ran).as("not before the commit").isEmpty();
    });
    assertThat(next()).isEqualTo("one");
    assertThat(seen.take())
        .as("the row is beneath it, as if the engine had picked it")
        .singleElement()
        .satisfies(row -> assertThat(row.picked()).isTrue());
    await().until(() -> rows().isEmpty());
  }

  @Test
  void aRolledBackTransactionLeavesNeitherRowNorRun() throws Exception {
    tasks.repeating(
        TASK,
        instance -> {
          ran.add(instance);
          return Optional.empty();
        });
    server
        .bean(TransactionTemplate.class)
        .executeWithoutResult(status -> {
          tasks.run(TASK, "rolled-back", clock.instant());
          status.setRollbackOnly();
        });
    commit(() -> tasks.run(TASK, "committed", clock.instant()));
    assertThat(next()).isEqualTo("committed");
    assertThat(ran).isEmpty();
  }

  @Test
  void theRowGoesWithTheLastOfItsWrites() throws Exception {
    BlockingQueue<List<Row>> seen = new LinkedBlockingQueue<>();
    tasks.repeating(
        TASK,
        instance -> {
          commit(tasks::done);
          seen.add(rows());
          return Optional.empty();
        });
    commit(() -> tasks.run(TASK, "ended", clock.instant()));
    assertThat(seen.poll(30, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void whatWantsToRunAgainOrFailsIsLeftToTheEngine() throws Exception {
    Instant later = clock.instant().plus(Duration.ofHours(1));
    tasks.repeating(
        TASK,
        instance -> {
          ran.add(instance);
          if (instance.equals("failing")) {
            throw new IllegalStateException("as the test wants it");
          }
          return Optional.of(later);
        });
    commit(() -> tasks.run(TASK, "again", clock.instant()));
    commit(() -> tasks.run(TASK, "failing", clock.instant()));
    next();
    next();
    await().until(() -> rows().size() == 2 && rows().stream().noneMatch(Row::picked));
    assertThat(rows())
        .allSatisfy(row -> assertThat(row.due()).isAfter(clock.instant().plusSeconds(120)));
  }
}
