package io.perennial.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Version;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two rounds the agent lets the server say that there is something new. */
class AgentWaitsIT {

  private static final Duration INTERVAL = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void installsANewVersionLongBeforeItsNextRound() throws Exception {
    try (RunningServer server = RunningServer.in(folder).start().awaitReady();
        ServedSite site = ServedSite.installed(server, folder, "waits")) {
      Program agent = site.agent().keepRunning(INTERVAL);
      try {
        awaitWaiting(agent);
        Version renewed = site.renew();
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> site.nginx().served().equals(renewed.fingerprint().value()));
        assertThat(agent.process().isAlive()).isTrue();
      } finally {
        agent.process().destroy();
      }
      assertThat(agent.ended().status()).isZero();
    }
  }

  /** It has asked and is kept waiting, as its list of processes tells. */
  private static void awaitWaiting(Program agent) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            agent
                .process()
                .descendants()
                .anyMatch(process ->
                    process
                        .info()
                        .commandLine()
                        .filter(line -> line.contains("?wait="))
                        .isPresent()));
  }
}
