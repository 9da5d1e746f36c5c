package io.perennial.killing;

import static org.awaitility.Awaitility.await;

import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A {@link KilledServer}: started, spoken to through its control socket, killed, started again on
 * the same data and ports.
 */
final class ServerProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Path folder;
  private final Path socket;
  private final int plainPort = RunningServer.freePort();
  private final int pullPort = RunningServer.freePort();
  private final int httpsPort = RunningServer.freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  private ServerProcess(Path folder, Path socket) {
    this.folder = folder;
    this.socket = socket;
    this.process = launch();
  }

  /** Starts a server with its data in a folder and waits until it lives. */
  static ServerProcess start(Path folder) throws IOException {
    // A Unix socket's path has at most 108 bytes.
    Path socket = Files.createTempDirectory("kill").resolve("s");
    ServerProcess server = new ServerProcess(folder, socket);
    server.awaitHealth("ready");
    return server;
  }

  private Process launch() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short lives: the second compiler and a parallel collector would never pay.
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-D" + KilledServer.FOLDER + "=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            KilledServer.class.getName(),
            "--perennial.data=" + folder.resolve("data"),
            "--perennial.kek-folder=" + folder.resolve("kek"),
            "--perennial.port=" + httpsPort,
            "--perennial.plain-port=" + plainPort,
            "--perennial.pull-port=" + pullPort,
            "--perennial.socket=" + socket,
            "--perennial.renewal.sweep-interval=1s",
            "--perennial.outbound.allow=127.0.0.0/8,::1/128"));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  boolean dead() {
    return !process.isAlive();
  }

  /** Starts again after a death that was ordered. */
  void restart() {
    if (process.exitValue() != KilledServer.EXIT) {
      throw new AssertionError(
          "the server ended with %d; its log is %s"
              .formatted(process.exitValue(), folder.resolve("log")));
    }
    process = launch();
    awaitHealth("live");
  }

  private void awaitHealth(String what) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + plainPort + "/health/" + what))
            .build();
    await()
        .atMost(START)
        .pollInterval(POLL)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          if (!process.isAlive()) {
            throw new AssertionError("the server died; its log is " + folder.resolve("log"));
          }
          return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        });
  }

  int plainPort() {
    return plainPort;
  }

  /** Posts a form to the control socket and returns the answer. */
  String post(String path, Map<String, String> form) {
    List<String> fields =
        form.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .toList();
    return curl(path, List.of("--fail-with-body", "--data", String.join("&", fields)));
  }

  /** Posts a form and does not care for an answer, because the server may die of it. */
  void postToTheDying(String path, Map<String, String> form) {
    try {
      post(path, form);
    } catch (AssertionError died) {
      await().atMost(START).pollInterval(POLL).until(() -> !process.isAlive());
    }
  }

  private String curl(String path, List<String> options) {
    List<String> command =
        new ArrayList<>(List.of("curl", "--silent", "--unix-socket", socket.toString()));
    command.addAll(options);
    command.add("http://localhost" + path);
    try {
      Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
      String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!curl.waitFor(1, TimeUnit.MINUTES) || curl.exitValue() != 0) {
        throw new AssertionError(path + " answered: " + answer);
      }
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /** Stops in an orderly way. */
  @Override
  public void close() {
    process.destroy();
    await().atMost(START).pollInterval(POLL).until(() -> !process.isAlive());
    http.close();
  }
}
