package io.perennial.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import io.perennial.testing.Database;
import io.perennial.testing.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;

/** A task that is asked for while it runs may have read its rows before they changed. */
@ParameterizedClass
@EnumSource(Database.class)
class DurableTasksIT {

  private static final String TASK = "held";

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private DurableTasks tasks;
  private Held held;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(Held.class).open();
    tasks = store.bean(DurableTasks.class);
    held = store.bean(Held.class);
    store.bean(Scheduler.class).start();
  }

  @AfterEach
  void close() {
    store.bean(Scheduler.class).stop();
    store.close();
  }

  @Test
  void runsAgainWhatWasAskedForWhileItRan() throws Exception {
    ask(now());
    assertThat(held.started()).isTrue();

    store.transaction().executeWithoutResult(status -> ask(now()));
    held.end(Optional.empty());

    assertThat(held.started()).isTrue();
    held.end(Optional.empty());
    awaitNoRow();
  }

  @Test
  void bringsForwardWhatWouldRunLater() throws Exception {
    ask(now());
    assertThat(held.started()).isTrue();

    ask(now());
    held.end(Optional.of(now().plus(Duration.ofHours(1))));

    assertThat(held.started()).isTrue();
    held.end(Optional.empty());
    awaitNoRow();
  }

  @Test
  void forgetsWhatWasAskedInATransactionThatFailed() throws Exception {
    ask(now());
    assertThat(held.started()).isTrue();

    store
        .transaction()
        .executeWithoutResult(status -> {
          ask(now());
          status.setRollbackOnly();
        });
    held.end(Optional.empty());

    awaitNoRow();
  }

  private Instant now() {
    return store.bean(Clock.class).instant();
  }

  private void ask(Instant at) {
    tasks.run(TASK, "one", at);
  }

  private void awaitNoRow() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() ->
            store
                .jdbc()
                .sql("select count(*) = 0 from scheduled_tasks where task_name = 'held'")
                .query(Boolean.class)
                .single());
  }

  /** A task that ends when the test says so. */
  static class Held {

    private final BlockingQueue<String> starts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Optional<Instant>> ends = new SynchronousQueue<>();

    @Bean
    Task<Void> heldTask(DurableTasks tasks) {
      return tasks.repeating(
          TASK,
          instance -> {
            starts.add(instance);
            try {
              return ends.take();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
              return Optional.empty();
            }
          });
    }

    boolean started() throws InterruptedException {
      return starts.poll(20, TimeUnit.SECONDS) != null;
    }

    void end(Optional<Instant> next) throws InterruptedException {
      assertThat(ends.offer(next, 20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
