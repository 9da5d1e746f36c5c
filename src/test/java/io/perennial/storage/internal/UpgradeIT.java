package io.perennial.storage.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class UpgradeIT {

  @TempDir Path folder;

  @Test
  void copiesTheDatabaseBeforeItChangesIt(CapturedOutput output) throws Exception {
    Flyway.configure()
        .dataSource(url(folder.resolve("data")), "", "")
        .locations("classpath:db/migration/common")
        .target("2")
        .load()
        .migrate();

    RunningServer.in(folder).start().awaitReady().close();

    Path copy = only(folder.resolve("data/backups"));
    assertThat(copy.getFileName().toString()).startsWith("schema-2-").endsWith(".zip");
    assertThat(output).contains("was copied to " + copy);
    Path restored = Files.createDirectory(folder.resolve("restored"));
    unpack(copy, restored);
    assertThat(schema(restored)).isEqualTo("2");
    assertThat(Integer.parseInt(schema(folder.resolve("data")))).isGreaterThan(2);
  }

  @Test
  void copiesNothingWhereNothingChanges() {
    RunningServer.in(folder).start().close();
    RunningServer.in(folder).start().close();
    assertThat(folder.resolve("data/backups")).doesNotExist();
  }

  @Test
  void leavesADatabaseAloneThatANewerVersionWrote(CapturedOutput output) throws SQLException {
    RunningServer.in(folder).start().close();
    execute(
        """
        insert into "flyway_schema_history" ("installed_rank", "version", "description", "type",
          "script", "installed_by", "execution_time", "success")
        values (1000, '999', 'from the future', 'SQL', 'V999__future.sql', 'sa', 1, true)
        """);
    assertThatThrownBy(() -> RunningServer.in(folder).start())
        .hasRootCauseInstanceOf(DataIsNewer.class);
    assertThat(output)
        .contains("The database has schema 999, which a newer Perennial wrote")
        .contains("Start the newer version again");
    assertThat(schema(folder.resolve("data"))).isEqualTo("999");
  }

  private static Path only(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.getFirst();
    }
  }

  private static void unpack(Path archive, Path into) throws IOException {
    try (InputStream in = Files.newInputStream(archive);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, into.resolve(Path.of(entry.getName()).getFileName()));
      }
    }
  }

  private static String schema(Path data) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(data), "", "");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                select "version" from "flyway_schema_history" order by "installed_rank" desc limit 1
                """)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url(folder.resolve("data")), "", "");
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  private static String url(Path data) {
    return "jdbc:h2:file:" + data.resolve("perennial") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
  }
}
