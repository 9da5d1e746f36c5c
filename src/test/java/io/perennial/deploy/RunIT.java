package io.perennial.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploy/run} as somebody at a terminal meets it. */
class RunIT {

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Path RUN = Program.root().resolve("deploy/run");

  @TempDir Path folder;

  /**
   * Maven has built it already; a build inside the build would pull classes from under the tests.
   */
  @BeforeAll
  static void unpackTheServer() {
    Program.Ended unpacked =
        Program.run(
            "sh",
            "-c",
            "root=$1; . \"$root/deploy/lib/setup.sh\"; find_jdk; unpack_server",
            "sh",
            Program.root());
    assertThat(unpacked.status()).as(unpacked.err()).isZero();
  }

  @Test
  void explainsItself() {
    Program.Ended help = Program.run(RUN, "--help");

    assertThat(help.status()).isZero();
    assertThat(help.out()).startsWith("Usage: deploy/run").contains("Ctrl-C", "demo", "--data DIR");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--colour",
        "--data",
        "--port 0",
        "--port x",
        "--plain-port 123456",
        "--pull-port 0",
        "-- port=1"
      })
  void refusesAWrongCommandLine(String line) {
    Program.Ended wrong = Program.run(words(RUN, (Object[]) line.split(" ", -1)));

    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).startsWith("error: ").hasLineCount(1);
  }

  @Test
  void servesUntilCtrlCAndResumes() throws IOException {
    String fingerprint;
    try (Terminal first = open()) {
      fingerprint = first.line("Root");
      assertThat(fingerprint).matches("SHA-256 [0-9a-f]{64}");
      assertThat(first.line("Sign in")).contains("/setup#pnl_");
      assertThat(Program.run("sh", "-c", first.line("Trust it") + " -sS -o /dev/null").status())
          .isZero();
      List<ProcessHandle> started = first.program.process().descendants().toList();
      assertThat(started).isNotEmpty();

      Program.Ended second = Program.run(command(RunningServer.freePort()));
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err()).contains("a server already works on");

      Program.Ended ended = first.interrupt();
      assertThat(ended.status()).isZero();
      assertThat(ended.err()).endsWith("Stopping ...\nStopped.\n");
      assertThat(started).noneMatch(ProcessHandle::isAlive);
      assertThat(Files.readString(folder.resolve("data/perennial.log"))).doesNotContain("pnl_");
    }
    try (Terminal second = open()) {
      assertThat(second.line("Root")).isEqualTo(fingerprint);
      assertThat(second.interrupt().status()).isZero();
    }
  }

  @Test
  void leavesNothingBehindWhenThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Program.Ended failed = Program.run(command(taken.getLocalPort()));

      assertThat(failed.status()).isEqualTo(1);
      assertThat(failed.err())
          .contains("Port " + taken.getLocalPort() + " was already in use")
          .contains("error: the server did not start");
      assertThat(ProcessHandle.allProcesses())
          .noneMatch(process -> process.info().commandLine().orElse("").contains("data=" + folder));
    }
  }

  private Object[] command(int port) {
    return words(
        "setsid",
        RUN,
        "--data",
        folder.resolve("data"),
        "--port",
        port,
        "--plain-port",
        RunningServer.freePort(),
        "--pull-port",
        RunningServer.freePort(),
        "--",
        "--perennial.kek-folder=" + folder.resolve("kek"));
  }

  private static Object[] words(Object first, Object... others) {
    Object[] words = new Object[others.length + 1];
    words[0] = first;
    System.arraycopy(others, 0, words, 1, others.length);
    return words;
  }

  private Terminal open() {
    Terminal terminal = new Terminal(Program.start(command(RunningServer.freePort())));
    await()
        .atMost(PATIENCE)
        .until(() ->
            terminal.program.out().contains("Ctrl-C") || !terminal.program.process().isAlive());
    return terminal;
  }

  /** A process group of its own, as a shell gives to what runs in its foreground. */
  private record Terminal(Program program) implements AutoCloseable {

    String line(String label) {
      return program
          .out()
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith(label))
          .map(line -> line.substring(label.length()).strip())
          .findFirst()
          .orElseThrow(() -> new AssertionError(program.ended().err()));
    }

    /** Ctrl-C reaches every process of the group. */
    Program.Ended interrupt() {
      signal("INT");
      return program.ended();
    }

    private void signal(String name) {
      Program.run("kill", "-s", name, "--", "-" + program.process().pid());
    }

    @Override
    public void close() {
      if (program.process().isAlive()) {
        signal("KILL");
      }
    }
  }
}
