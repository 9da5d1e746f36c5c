package io.perennial.bench;

import static io.perennial.bench.Table.number;

import io.perennial.bench.Rounds.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pulls of a private key, against nothing but JDBC that commits the same entries in the groups that
 * the server was seen to make.
 */
final class AgainstBareAudit {

  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern REFUSED = Pattern.compile("Non-2xx.*");

  private final Connection connection;
  private final int[] sizes;
  private int next;

  private AgainstBareAudit(String url, List<String> sizes) throws SQLException {
    this.connection = DriverManager.getConnection(url);
    this.sizes = sizes.stream().mapToInt(Integer::parseInt).toArray();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table audit_entry (sequence bigint primary key, at timestamp with time zone not null,
            actor varchar(1000) not null, action varchar(1000) not null,
            subject varchar(1000) not null, outcome varchar(16) not null,
            detail varchar(1000) not null, hash bytea not null)
          """);
      statement.execute(
          """
          create table audit_head (singleton smallint primary key check (singleton = 1),
            sequence bigint not null, hash bytea not null)
          """);
      statement.execute("insert into audit_head (singleton, sequence, hash) values (1, 0, '')");
    }
    connection.commit();
  }

  /**
   * Takes: name and address of the bare database, file of the sizes, server's pid, rounds, seconds,
   * and the command that loads the server.
   */
  public static void main(String[] arguments) throws Exception {
    AgainstBareAudit bare =
        new AgainstBareAudit(arguments[1], Files.readAllLines(Path.of(arguments[2])));
    long pid = Long.parseLong(arguments[3]);
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[5]));
    List<String> load = Arrays.asList(arguments).subList(6, arguments.length);
    Rounds.Medians seen =
        Rounds.of(Integer.parseInt(arguments[4]), () -> pulls(load, pid), () -> bare.entries(time));
    Table.row(
        "audit",
        "pull with the private key, each reading committed before its answer, " + arguments[0],
        number(seen.ours().rate()) + "/s, " + number(seen.ours().cpuMillis() * 1_000) + " µs CPU",
        "bare JDBC %s/s, %s to a commit"
            .formatted(
                number(seen.peer().rate()), number(Arrays.stream(bare.sizes).average().orElse(0))),
        seen.percent(),
        "%",
        ">=",
        "90",
        "the client and TLS on the same cores; of our CPU a third is the commit, an eighth opening the key");
  }

  private static Sample pulls(List<String> command, long pid)
      throws IOException, InterruptedException {
    double cpu = Load.cpuMillis(pid);
    Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher rate = RATE.matcher(output);
    Matcher total = Pattern.compile("(\\d+) requests in").matcher(output);
    if (wrk.waitFor() != 0 || REFUSED.matcher(output).find() || !rate.find() || !total.find()) {
      throw new IOException(output);
    }
    double used = Load.cpuMillis(pid) - cpu;
    return new Sample(
        Double.parseDouble(rate.group(1)), 0, used / Double.parseDouble(total.group(1)));
  }

  private Sample entries(Duration time) throws SQLException {
    long start = System.nanoTime();
    long end = start + time.toNanos();
    long written = 0;
    while (System.nanoTime() < end) {
      int size = sizes[next++ % sizes.length];
      commit(size);
      written += size;
    }
    return new Sample(written / ((System.nanoTime() - start) / 1e9), 0, 0);
  }

  private void commit(int size) throws SQLException {
    long sequence;
    try (Statement head = connection.createStatement();
        ResultSet row =
            head.executeQuery(
                "select sequence, hash from audit_head where singleton = 1 for update")) {
      row.next();
      sequence = row.getLong(1);
    }
    Timestamp now = Timestamp.from(Instant.now());
    try (PreparedStatement entry =
        connection.prepareStatement(
            """
            insert into audit_entry (sequence, at, actor, action, subject, outcome, detail, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (int i = 0; i < size; i++) {
        entry.setLong(1, ++sequence);
        entry.setTimestamp(2, now);
        entry.setString(3, "consumer:bench");
        entry.setString(4, "key.read");
        entry.setString(5, "0123456789abcdef0123456789abcdef");
        entry.setString(6, "done");
        entry.setString(7, "pulled for binding 0123456789abcdef0123456789abcdef as PEM");
        entry.setBytes(8, new byte[32]);
        entry.addBatch();
      }
      entry.executeBatch();
    }
    try (PreparedStatement head =
        connection.prepareStatement(
            "update audit_head set sequence = ?, hash = ? where singleton = 1")) {
      head.setLong(1, sequence);
      head.setBytes(2, new byte[32]);
      head.executeUpdate();
    }
    connection.commit();
  }
}
