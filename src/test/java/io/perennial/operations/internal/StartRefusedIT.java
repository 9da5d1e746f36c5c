package io.perennial.operations.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What stops a start, and what is said then. */
@ExtendWith(OutputCaptureExtension.class)
class StartRefusedIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "perennial.prot,             perennial.port",
    "perennial.plainport,        perennial.plain-port",
    "perennial.outbound.alow[0], perennial.outbound.allow",
    "perennial.probe.intervall,  perennial.probe.interval",
    "port,                       perennial.port",
    "hostname,                   perennial.hostname",
    "perenial.data,              perennial.data"
  })
  void namesTheNearestSettingForAnUnknownOne(String typed, String meant, CapturedOutput output) {
    refused(RunningServer.in(folder).property(typed, "1"));
    assertThat(output)
        .contains("There is no setting " + typed + ".")
        .contains("Did you mean " + meant + "?");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void namesTheListForOneThatResemblesNothing(CapturedOutput output) {
    refused(RunningServer.in(folder).property("perennial.frobnicate-everything", "1"));
    assertThat(output)
        .contains("src/docs/configuration.md lists all settings")
        .doesNotContain("Did you mean");
  }

  @ParameterizedTest
  @CsvSource({"http://watcher.example.org/hush-hush", "watcher.example.org/hush-hush"})
  void doesNotRepeatADeadManUrlThatCannotBeCalled(String address, CapturedOutput output) {
    refused(RunningServer.in(folder).property("perennial.dead-man-url", address));
    assertThat(output)
        .contains("perennial.dead-man-url is no https address.")
        .doesNotContain("hush-hush");
  }

  @Test
  void takesEachWayOfWritingAKnownOne() {
    RunningServer.in(folder)
        .property("perennial.renewal.sweepInterval", "1s")
        .property("perennial.outbound.allow[0]", "127.0.0.0/8")
        .start()
        .close();
  }

  @ParameterizedTest
  @CsvSource({"perennial.port", "perennial.plain-port"})
  void saysWhichPortIsTaken(String setting, CapturedOutput output) throws IOException {
    try (ServerSocket taken = new ServerSocket(RunningServer.freePort())) {
      String port = Integer.toString(taken.getLocalPort());
      refused(RunningServer.in(folder).property(setting, port));
      assertThat(output)
          .contains("Port " + port + " cannot be had")
          .contains("ss -ltnp 'sport = :" + port + "'");
    }
  }

  @Test
  void leavesTheSocketToTheServerThatListensOnIt(CapturedOutput output) {
    try (RunningServer first = RunningServer.in(folder.resolve("first")).start()) {
      refused(
          RunningServer.in(folder.resolve("second"))
              .property("perennial.socket", first.socket().toString()));
      assertThat(output).contains("Another server listens on the command line's socket");
      assertThat(first.socket()).exists();
      first.awaitReady();
    }
  }

  @Test
  void takesOverASocketThatAKilledServerLeft() throws IOException {
    Path socket = Files.createTempDirectory("pnl").resolve("s");
    Files.writeString(socket, "");
    try (RunningServer server =
        RunningServer.in(folder).property("perennial.socket", socket.toString()).start()) {
      server.awaitReady();
    }
  }

  private static void refused(RunningServer.Builder server) {
    assertThatThrownBy(server::start).isInstanceOf(Exception.class);
  }

  @Test
  void listsEverySettingInTheReference() throws IOException {
    Path page = Path.of("docs/configuration.md");
    String generated = ConfigurationPage.generate();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(page, generated);
    }
    assertThat(page)
        .as("write it anew with -Dtest.jvm.arguments=-Dreference.write=true")
        .hasContent(generated);
    assertThat(List.copyOf(KnownSettings.names()))
        .allSatisfy(name -> assertThat(generated).contains("`" + name + "`"));
  }
}
