package io.perennial.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A server whose key-encryption key is not right says what to do, and leaves all as it was. */
@ExtendWith(OutputCaptureExtension.class)
class KeyEncryptionKeyIT {

  @TempDir Path folder;

  @Test
  void refusesEveryKeyThatIsNotTheOne(CapturedOutput output) throws Exception {
    RunningServer.in(folder).start().close();
    Path file = keyFile();
    String key = Files.readString(file).strip();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    List<String> before = rows();

    for (String mode : List.of("rw-r-----", "rw----r--", "---r-----")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertRefused(output, "Run: chmod 600 " + file);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    for (String malformed : List.of("", "not hexadecimal", key.substring(2), key + "00")) {
      Files.writeString(file, malformed);
      assertRefused(output, "It must hold 64 hexadecimal digits");
    }

    Files.writeString(file, "ab".repeat(32));
    assertRefused(output, "with which this database was first started");

    Files.delete(file);
    assertRefused(output, "Copy it back from where it is kept");
    assertThat(folder.resolve("kek")).isEmptyDirectory();
    assertThat(rows()).isEqualTo(before);

    write(file, key);
    RunningServer.in(folder).start().close();
    assertThat(output.getAll()).doesNotContain(key).doesNotContain("ab".repeat(32));
  }

  @Test
  void refusesToPutTheKeyBesideTheDataItProtects(CapturedOutput output) {
    String below = folder.resolve("data/../data/keys").toString();
    assertThatThrownBy(
            () -> RunningServer.in(folder).property("perennial.kek-folder", below).start())
        .hasRootCauseInstanceOf(KeyEncryptionKeyUnusable.class);
    assertThat(output.getAll()).contains("a backup of the data must not hold the key");
    assertThat(folder.resolve("data/keys")).doesNotExist();
  }

  @Test
  void needsTheKeyFileAtTheStartAndNeverAgain(CapturedOutput output) throws Exception {
    try (RunningServer server = RunningServer.in(folder).start().awaitReady()) {
      Path file = keyFile();
      String key = Files.readString(file);
      Files.delete(file);
      Certificate made =
          server
              .bean(Protection.class)
              .protect(
                  RunningServer.SYSTEM,
                  new Wish("sealed.test", "", "private-ca", "", "", "", "", List.of()));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              !server.bean(Certificates.class).versions(RunningServer.SYSTEM, made.id()).isEmpty());
      server.awaitReady();
      write(file, key);
    }
    Files.delete(keyFile());
    assertRefused(output, "Copy it back from where it is kept");
  }

  private void assertRefused(CapturedOutput output, String remedy) {
    int before = output.getAll().length();
    assertThatThrownBy(() -> RunningServer.in(folder).start())
        .hasRootCauseInstanceOf(KeyEncryptionKeyUnusable.class);
    String said = output.getAll().substring(before);
    assertThat(said).contains("APPLICATION FAILED TO START").contains(remedy);
    assertThat(said).doesNotContain("\tat ");
  }

  private Path keyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("kek"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private static void write(Path file, String key) throws IOException {
    Files.writeString(file, key);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /** Everything that is in the database. */
  private List<String> rows() throws SQLException {
    String url =
        "jdbc:h2:file:"
            + folder.resolve("data/perennial")
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    List<String> lines = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet script = statement.executeQuery("script")) {
      while (script.next()) {
        lines.add(script.getString(1));
      }
    }
    assertThat(lines).anyMatch(line -> line.contains("audit_entry"));
    return lines.stream().sorted().toList();
  }
}
