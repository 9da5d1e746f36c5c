package io.perennial.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One real PostgreSQL for all tests of a JVM: the one that {@code PERENNIAL_TEST_POSTGRES} names as
 * a JDBC address of a role that may create databases, else one started from the installed programs.
 */
final class PostgresServer {

  private static final String VARIABLE = "PERENNIAL_TEST_POSTGRES";
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final String ACCOUNT = "postgres";
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Started at the first use. */
  private static final class Holder {

    private static final URI ADMIN = start();
  }

  private PostgresServer() {}

  /** A new, empty database's JDBC address. */
  static String createDatabase() {
    URI admin = Holder.ADMIN;
    String name = "perennial_" + ProcessHandle.current().pid() + "_" + NEXT.incrementAndGet();
    try (Connection connection = DriverManager.getConnection("jdbc:" + admin);
        Statement statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name);
      statement.execute("create database " + name);
    } catch (SQLException refused) {
      throw new IllegalStateException(
          "PostgreSQL was found, but no database can be made in it. The role in "
              + VARIABLE
              + " needs CREATEDB.",
          refused);
    }
    String query = admin.getRawQuery() == null ? "" : "?" + admin.getRawQuery();
    return "jdbc:postgresql://" + admin.getRawAuthority() + "/" + name + query;
  }

  private static URI start() {
    String given = System.getenv(VARIABLE);
    if (given != null && !given.isBlank()) {
      return URI.create(given.replaceFirst("^jdbc:", ""));
    }
    try {
      return startIn(Files.createTempDirectory("perennial-postgres"), programs());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path programs() throws IOException {
    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> versions = Files.list(INSTALLED)) {
        return versions
            .map(version -> version.resolve("bin"))
            .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
            .max(Comparator.naturalOrder())
            .orElseThrow(PostgresServer::missing);
      }
    }
    throw missing();
  }

  private static IllegalStateException missing() {
    return new IllegalStateException(
        "These tests need PostgreSQL, and there is none below "
            + INSTALLED
            + ". Install it with: apt-get install postgresql. Or name a running one in "
            + VARIABLE
            + ", such as jdbc:postgresql://localhost:5432/postgres?user=postgres");
  }

  private static URI startIn(Path folder, Path programs) throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    Path data = folder.resolve("data");
    if (root) {
      // initdb refuses to run as root, and its account must own the folder.
      UserPrincipal account =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(ACCOUNT);
      Files.setOwner(folder, account);
    }
    String user = root ? ACCOUNT : System.getProperty("user.name");
    String folderText = data.toString();
    run(root, programs.resolve("initdb").toString(), "-D", folderText, "-A", "trust", "--no-sync");
    int port = RunningServer.freePort();
    // Nothing here outlives the tests, so nothing needs to reach the disk.
    String options =
        "-p %d -k %s -h 127.0.0.1 -c max_connections=300 -c fsync=off -c full_page_writes=off"
            .formatted(port, folder);
    String control = programs.resolve("pg_ctl").toString();
    String log = folder.resolve("log").toString();
    run(root, control, "-D", folderText, "-l", log, "-w", "-o", options, "start");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(root, folder, control, folderText)));
    return URI.create("postgresql://127.0.0.1:%d/postgres?user=%s".formatted(port, user));
  }

  private static void stop(boolean root, Path folder, String control, String data) {
    try {
      run(root, control, "-D", data, "-m", "immediate", "stop");
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void run(boolean root, String... command) throws IOException {
    List<String> all = new ArrayList<>();
    if (root) {
      all.addAll(List.of("runuser", "-u", ACCOUNT, "--"));
    }
    all.addAll(List.of(command));
    Path output = Files.createTempFile("perennial-postgres", ".out");
    try {
      Process process =
          new ProcessBuilder(all)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", all) + ": " + Files.readString(output));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    } finally {
      Files.delete(output);
    }
  }
}
