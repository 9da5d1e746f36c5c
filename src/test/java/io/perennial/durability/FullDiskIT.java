package io.perennial.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.Perennial;
import io.perennial.audit.Audit;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import io.perennial.testing.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full. Only root can make a small disk, so the process gets a limit on the size of
 * its files instead, which the same calls of the database run into.
 */
class FullDiskIT {

  private static final int MOST = 500;
  private static final int SERVICE_UNAVAILABLE = 503;
  private static final String SENTENCE = "The disk of the database is full";

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final int plainPort = RunningServer.freePort();
  private Path socket;
  private Process server;

  @AfterEach
  void stop() {
    server.destroyForcibly();
    http.close();
  }

  @Test
  void saysSoLosesNothingAndGoesOnByItself() throws Exception {
    start();
    List<String> acknowledged = new ArrayList<>();
    Program.Ended refused = protectUntilFull(acknowledged);
    assertThat(refused.err()).contains(SENTENCE).contains("Make room");
    HttpResponse<String> ready = ready();
    assertThat(ready.statusCode()).isEqualTo(SERVICE_UNAVAILABLE);
    assertThat(ready.body()).contains(SENTENCE);
    assertThat(ready.headers().firstValue("Retry-After")).contains("30");

    limit("unlimited:unlimited");
    await().atMost(Duration.ofMinutes(1)).until(() -> ready().statusCode() == 200);
    Program.Ended after = perennial("protect", "after.example.test");
    assertThat(after.status()).as(after.err()).isZero();
    acknowledged.add("after-example-test");

    server.destroy();
    server.waitFor();
    try (Store store = Store.in(folder).open()) {
      assertThat(store.jdbc().sql("select name from certificate").query(String.class).list())
          .containsAll(acknowledged);
      Audit.Verdict verdict = store.bean(Audit.class).verify();
      assertThat(verdict.intact()).as(verdict.sentence()).isTrue();
    }
  }

  private Program.Ended protectUntilFull(List<String> acknowledged) throws IOException {
    limit(Files.size(folder.resolve("data/perennial.mv.db")) + ":unlimited");
    for (int number = 1; number <= MOST; number++) {
      String name = String.format(Locale.ROOT, "site-%d.example.test", number);
      Program.Ended ended = perennial("protect", name);
      if (ended.status() != 0) {
        return ended;
      }
      acknowledged.add(name.replace('.', '-'));
    }
    throw new AssertionError("the file never grew");
  }

  private void limit(String bytes) {
    Program.Ended ended = Program.run("prlimit", "--pid", server.pid(), "--fsize=" + bytes);
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  private Program.Ended perennial(String... words) {
    List<Object> command = new ArrayList<>();
    command.add(Program.root().resolve("deploy/perennial"));
    command.addAll(List.of("--socket", socket));
    command.addAll(List.of(words));
    return Program.run(command.toArray());
  }

  private void start() throws IOException {
    socket = Files.createTempDirectory("full").resolve("s");
    server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Perennial.class.getName(),
                "--perennial.data=" + folder.resolve("data"),
                "--perennial.kek-folder=" + folder.resolve("kek"),
                "--perennial.port=" + RunningServer.freePort(),
                "--perennial.plain-port=" + plainPort,
                "--perennial.pull-port=" + RunningServer.freePort(),
                "--perennial.socket=" + socket,
                "--perennial.renewal.sweep-interval=1s")
            .redirectErrorStream(true)
            // A pipe would fill, and a file would meet the limit too.
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await()
        .atMost(Duration.ofMinutes(2))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> ready().statusCode() == 200);
  }

  private HttpResponse<String> ready() throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plainPort + "/health/ready"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
