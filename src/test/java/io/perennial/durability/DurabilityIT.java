package io.perennial.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.audit.Audit;
import io.perennial.testing.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/**
 * What was acknowledged survives SIGKILL with the settings that the product ships, and does not
 * with the database's own, so the test is known to be able to fail.
 */
class DurabilityIT {

  private static final int ROUNDS = 10;
  private static final int CONTROL_ROUNDS = 4;
  private static final int KILLED = 128 + 9;

  @TempDir Path folder;

  private final Random random = new Random(9);

  @Test
  void losesNoAcknowledgedWriteWhenKilled() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      int acknowledged = writeUntilKilled(round);
      try (Store store = Store.in(folder).open()) {
        assertThat(stored(store, round))
            .as("round %d, of %d acknowledged", round, acknowledged)
            .isBetween(acknowledged, acknowledged + 1);
        Audit.Verdict verdict = store.bean(Audit.class).verify();
        assertThat(verdict.intact()).as(verdict.sentence()).isTrue();
        assertThat(entries(store, round)).isEqualTo(stored(store, round));
      }
    }
  }

  @Test
  void wouldLoseSomeWithTheDatabasesOwnSettings() throws Exception {
    String url =
        "jdbc:h2:file:"
            + folder.resolve("control")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
    int lost = 0;
    for (int round = 1; round <= CONTROL_ROUNDS && lost == 0; round++) {
      int acknowledged = writeUntilKilled(round, "spring.datasource.url=" + url);
      try (Store store = Store.in(folder).property("spring.datasource.url", url).open()) {
        lost += Math.max(0, acknowledged - stored(store, round));
      }
    }
    assertThat(lost).isPositive();
  }

  @Test
  void shipsTheSettingsThatThisRestsOn() {
    try (Store store = Store.in(folder).open()) {
      assertThat(store.bean(Environment.class).getProperty("spring.datasource.url"))
          .contains("WRITE_DELAY=0", "DB_CLOSE_ON_EXIT=FALSE")
          .doesNotContain("AUTO_SERVER");
      assertThat(
              store
                  .jdbc()
                  .sql(
                      """
                      select setting_value from information_schema.settings
                      where setting_name = 'WRITE_DELAY'
                      """)
                  .query(String.class)
                  .single())
          .isEqualTo("0");
    }
  }

  /**
   * @return how many writes were acknowledged
   */
  private int writeUntilKilled(int round, String... properties) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.toString(),
            Integer.toString(round)));
    command.addAll(List.of(properties));
    // A file, because a killed child's pipe is closed with what it still holds.
    Path said = folder.resolve("said-" + round);
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> acknowledged(said) > 0 || !child.isAlive());
      assertThat(child.isAlive()).as(Files.readString(said)).isTrue();
      assertThat(child.waitFor(50 + random.nextInt(900), TimeUnit.MILLISECONDS)).isFalse();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isEqualTo(KILLED);
    return acknowledged(said);
  }

  /** The last number on a line that was written to its end. */
  private static int acknowledged(Path said) throws IOException {
    String text = Files.readString(said);
    return text.substring(0, text.lastIndexOf('\n') + 1)
        .lines()
        .filter(line -> line.startsWith(Writer.ACKNOWLEDGED))
        .mapToInt(line -> Integer.parseInt(line.substring(Writer.ACKNOWLEDGED.length())))
        .max()
        .orElse(0);
  }

  private static int stored(Store store, int round) {
    return count(store, "select count(*) from principal where name like ?", round);
  }

  private static int entries(Store store, int round) {
    return count(
        store, "select count(*) from audit_entry where action = 'write' and subject like ?", round);
  }

  private static int count(Store store, String sql, int round) {
    return store.jdbc().sql(sql).param(round + "-%").query(Integer.class).single();
  }
}
