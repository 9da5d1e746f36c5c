package io.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.overview.Overviews;
import io.perennial.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnCertificateIT {

  @TempDir Path folder;

  @Test
  void issuesAndServesItsOwnCertificateAtFirstStart() {
    try (RunningServer server = RunningServer.in(folder).start()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(server.bean(Overviews.class).now(RunningServer.SYSTEM).sentence())
                  .isEqualTo("Nothing will expire unattended."));
    }
  }
}
