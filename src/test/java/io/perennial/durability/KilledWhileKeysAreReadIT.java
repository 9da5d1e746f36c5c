package io.perennial.durability;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.Perennial;
import io.perennial.audit.Audit;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Identifiers;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.publication.Proof;
import io.perennial.testing.Database;
import io.perennial.testing.RawPull;
import io.perennial.testing.RunningServer;
import io.perennial.testing.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server dies by SIGKILL while many others read their private keys at once, so that their entries
 * share commits: whoever got a key is on record.
 */
class KilledWhileKeysAreReadIT {

  private static final int ROUNDS = 3;
  private static final int READERS = 16;
  private static final int KILLED = 128 + 9;
  private static final Duration START = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final Random random = new Random(9);
  private final Map<String, String> properties = new HashMap<>();
  private final List<Reader> readers = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(Database.class)
  void everyKeyThatLeftHasItsEntry(Database database) throws Exception {
    properties.putAll(database.properties());
    enrol();
    for (int round = 1; round <= ROUNDS; round++) {
      readUntilKilled();
      try (Store store = store()) {
        Map<String, Integer> written = entries(store);
        for (Reader reader : readers) {
          // One more at most: its entry was committed and its answer was on its way.
          int before = reader.written;
          reader.written = written.getOrDefault(reader.actor, 0);
          assertThat(reader.written - before)
              .as("round %d, %s received %d", round, reader.actor, reader.received)
              .isBetween(reader.received, reader.received + 1);
        }
        Audit.Verdict verdict = store.bean(Audit.class).verify();
        assertThat(verdict.intact()).as(verdict.sentence()).isTrue();
        // Else this would say nothing of entries that share a commit.
        assertThat(largestGroup(store)).isGreaterThan(1);
      }
    }
  }

  private void enrol() {
    for (String port : List.of("perennial.port", "perennial.plain-port", "perennial.pull-port")) {
      properties.put(port, Integer.toString(RunningServer.freePort()));
    }
    RunningServer.Builder builder = RunningServer.in(folder);
    properties.forEach(builder::property);
    try (RunningServer server = builder.start().awaitReady()) {
      Consumers consumers = server.bean(Consumers.class);
      for (int i = 0; i < READERS; i++) {
        String name = "web" + i;
        Consumers.Enrolled web =
            consumers.enrol(consumers.invite(SYSTEM, new ObjectName(name)).token().token(), name);
        readers.add(
            new Reader(
                consumers
                    .authenticate(new Proof.Token(web.credential().token()))
                    .principal()
                    .name(),
                new RawPull(server, server.pullPort()),
                "/pull/v1/bindings/" + bind(server, web) + "/bundle.pem",
                web.credential().token()));
      }
    }
  }

  private static String bind(RunningServer server, Consumers.Enrolled web) {
    return server
        .bean(Bindings.class)
        .bind(
            SYSTEM,
            new Bindings.Wanted(
                web.consumer().id(),
                server.bean(Certificates.class).list(SYSTEM).getFirst().id(),
                List.of(Identifiers.parse("localhost")),
                "127.0.0.1",
                RunningServer.freePort()))
        .id()
        .value();
  }

  private void readUntilKilled() throws Exception {
    Process server = launch();
    AtomicInteger all = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      awaitAnswer(server);
      List<Future<?>> ends =
          readers.stream()
              .<Future<?>>map(reader -> threads.submit(() -> reader.read(all)))
              .toList();
      int enough = all.get() + READERS * (2 + random.nextInt(20));
      await()
          .atMost(START)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> all.get() >= enough || !server.isAlive());
      assertThat(server.isAlive()).as(log()).isTrue();
      server.destroyForcibly();
      for (Future<?> end : ends) {
        end.get(1, TimeUnit.MINUTES);
      }
    } finally {
      server.destroyForcibly();
    }
    assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).as(log()).isEqualTo(KILLED);
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Perennial.class.getName(),
            "--perennial.data=" + folder.resolve("data"),
            "--perennial.kek-folder=" + folder.resolve("kek"),
            "--perennial.socket=" + Files.createTempDirectory("pnl").resolve("s")));
    properties.forEach((name, value) -> command.add("--" + name + "=" + value));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** The chain holds no key, so that asking for it leaves no entry. */
  private void awaitAnswer(Process server) {
    Reader first = readers.getFirst();
    await()
        .atMost(START)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          assertThat(server.isAlive()).as(log()).isTrue();
          String chain = first.path.replace("bundle.pem", "chain.pem");
          return first.client.get(chain, first.credential).statusCode() == 200;
        });
  }

  private Store store() {
    Store.Builder builder = Store.in(folder);
    properties.forEach(builder::property);
    return builder.open();
  }

  private static Map<String, Integer> entries(Store store) {
    Map<String, Integer> entries = new HashMap<>();
    store
        .jdbc()
        .sql(
            "select actor, count(*) as n from audit_entry where action = 'key.read' group by actor")
        .query(row -> {
          entries.put(row.getString("actor"), row.getInt("n"));
        });
    return entries;
  }

  /** Entries of one commit have one time. */
  private static int largestGroup(Store store) {
    return store
        .jdbc()
        .sql(
            """
            select max(n) from (select count(*) as n from audit_entry
              where action = 'key.read' group by at) as sizes
            """)
        .query(Integer.class)
        .single();
  }

  /** A server that reads its key again and again until nobody answers. */
  private static final class Reader {

    private final String actor;
    private final RawPull client;
    private final String path;
    private final String credential;
    private int received;
    private int written;

    private Reader(String actor, RawPull client, String path, String credential) {
      this.actor = actor;
      this.client = client;
      this.path = path;
      this.credential = credential;
    }

    private Void read(AtomicInteger all) throws InterruptedException {
      received = 0;
      try {
        while (true) {
          HttpResponse<byte[]> answer = client.get(path, credential);
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(RawPull.text(answer)).contains("PRIVATE KEY");
          received++;
          all.incrementAndGet();
        }
      } catch (IOException killed) {
        return null;
      }
    }
  }
}
