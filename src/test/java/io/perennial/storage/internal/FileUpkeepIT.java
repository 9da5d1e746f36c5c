package io.perennial.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class FileUpkeepIT {

  private static final int COMMITS = 800;
  private static final long MEGABYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void theFileShrinksToWhatItHolds() {
    try (RunningServer server = RunningServer.in(folder).start().awaitReady()) {
      JdbcClient jdbc = server.bean(JdbcClient.class);
      jdbc.sql("create table kept (id int primary key, text varchar(2000))").update();
      jdbc.sql("create table replaced (id int primary key, text varchar(100000))").update();
      jdbc.sql("insert into replaced values (1, '')").update();
      for (int i = 0; i < COMMITS; i++) {
        // A little that stays and much that is soon replaced, as with each step of an order.
        jdbc.sql("update replaced set text = repeat(?, 50000) where id = 1")
            .param(String.valueOf(i % 10))
            .update();
        jdbc.sql("insert into kept values (?, repeat('k', 2000))").param(i).update();
      }
      assertThat(size()).as("what is to be given back").isGreaterThan(40 * MEGABYTE);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(size()).isLessThan(16 * MEGABYTE));
    }
    try (RunningServer again = RunningServer.in(folder).start()) {
      assertThat(
              again
                  .bean(JdbcClient.class)
                  .sql("select count(*) from kept where text = repeat('k', 2000)")
                  .query(Integer.class)
                  .single())
          .isEqualTo(COMMITS);
    }
  }

  private long size() {
    try {
      return Files.size(folder.resolve("data/perennial.mv.db"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
