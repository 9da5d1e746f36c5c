package io.perennial.bench;

import static io.perennial.bench.Table.number;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Self-signed issues through the API, against bare JDBC that makes as many commits with as many
 * rows, as PostgreSQL itself counted them for the server.
 */
final class AgainstBareJdbc {

  private static final int IN_FLIGHT = 8;

  /** After the plan and the version. */
  private static final int CHECKPOINTS = 2;

  /** As many spare keys as the server is started with. */
  private static final int SPARE_KEYS = 30;

  private static final int PAYLOAD = 700;

  private final String url;
  private final boolean embedded;
  private final Written each;
  private final ThreadLocal<Connection> connections = ThreadLocal.withInitial(this::connect);

  private AgainstBareJdbc(String url, Written each) throws SQLException {
    this.url = url;
    this.embedded = url.startsWith("jdbc:h2:");
    this.each = each;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          create table bare (id varchar(36) primary key, at timestamp with time zone not null,
            payload bytea not null, changed int not null)
          """);
      statement.execute("create index bare_at on bare (at)");
      connection.commit();
    }
  }

  /**
   * Takes: base address, folder with token and roots, server's pid, rounds, seconds, name and
   * address of the bare database, and per issue: commits, inserts, updates, deletes.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Api api =
        new Api(
            folder.resolve("roots.pem"),
            URI.create(arguments[0]),
            folder.resolve("token"),
            Duration.ofMillis(10));
    long pid = Long.parseLong(arguments[2]);
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[4]));
    Written each =
        new Written(
            count(arguments, 7), count(arguments, 8), count(arguments, 9), count(arguments, 10));
    AgainstBareJdbc bare = new AgainstBareJdbc(arguments[6], each);
    Load.run(pid, IN_FLIGHT, Load.WARM_UP, () -> api.issue("self-signed", "P_256"));
    Rounds.Medians seen =
        Rounds.of(
            Integer.parseInt(arguments[3]),
            () -> Load.run(pid, IN_FLIGHT, time, () -> api.issue("self-signed", "P_256")),
            () -> Load.run(pid, IN_FLIGHT, time, bare::issue));
    Table.row(
        "issue",
        "self-signed P-256 through the API, 8 in flight, " + arguments[5],
        "%s/s, p50 %s ms, %s ms CPU"
            .formatted(
                number(seen.ours().rate()),
                number(seen.ours().p50Millis()),
                number(seen.ours().cpuMillis())),
        "bare JDBC %s/s with %d commits, %d rows"
            .formatted(
                number(seen.peer().rate()),
                each.commits(),
                each.inserts() + each.updates() + each.deletes()),
        seen.percent(),
        "%",
        ">=",
        "90",
        "CPU of the server, not the commits; the client is on the same cores");
    if (bare.embedded) {
      Rounds.Sample rsa = rsa(api, pid);
      Table.row(
          "issue",
          "RSA-2048, p50 of its creation through the API",
          number(rsa.p50Millis()) + " ms",
          "–",
          rsa.p50Millis(),
          "ms",
          "<=",
          "5",
          "the request and its commit; %d spare keys were ready".formatted(SPARE_KEYS));
    }
  }

  /** One at a time, while keys are ready for all of them. */
  private static Rounds.Sample rsa(Api api, long pid) throws Exception {
    while (api.metric("perennial_spare_keys{type=\"rsa_2048\"}") < SPARE_KEYS) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
    double[] millis = new double[SPARE_KEYS];
    double cpu = Load.cpuMillis(pid);
    for (int i = 0; i < millis.length; i++) {
      long start = System.nanoTime();
      api.create("self-signed", "RSA_2048");
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    return new Rounds.Sample(0, Rounds.median(millis), (Load.cpuMillis(pid) - cpu) / millis.length);
  }

  private static int count(String[] arguments, int index) {
    return Math.max(0, (int) Math.round(Double.parseDouble(arguments[index])));
  }

  private Connection connect() {
    try {
      Connection connection = DriverManager.getConnection(url);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException refused) {
      throw new IllegalStateException(refused);
    }
  }

  private String issue() throws SQLException {
    Connection connection = connections.get();
    String issue = UUID.randomUUID().toString().substring(0, 32);
    int checkpoints = 0;
    for (int commit = 0; commit < each.commits(); commit++) {
      for (int row = commit; row < each.inserts(); row += each.commits()) {
        insert(connection, issue + row);
      }
      for (int row = commit; row < each.updates(); row += each.commits()) {
        change(
            connection,
            "update bare set changed = changed + 1 where id = ?",
            issue + (row % each.inserts()));
      }
      if (commit == each.commits() - 1) {
        for (int row = 0; row < each.deletes(); row++) {
          change(connection, "delete from bare where id = ?", issue + row);
        }
      }
      connection.commit();
      if (embedded && checkpoints++ < CHECKPOINTS) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("checkpoint sync");
        }
      }
    }
    return issue;
  }

  private static void insert(Connection connection, String id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into bare (id, at, payload, changed) values (?, ?, ?, 0)")) {
      statement.setString(1, id);
      statement.setTimestamp(2, Timestamp.from(Instant.now()));
      statement.setBytes(3, new byte[PAYLOAD]);
      statement.executeUpdate();
    }
  }

  private static void change(Connection connection, String sql, String id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      statement.executeUpdate();
    }
  }

  private record Written(int commits, int inserts, int updates, int deletes) {}
}
