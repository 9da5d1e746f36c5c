package io.perennial;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.Keys;
import io.perennial.overview.Overviews;
import io.perennial.renewal.Renewal;
import io.perennial.testing.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole server with the profile that an operator sets for a cluster. */
class PostgresServerIT {

  @TempDir Path folder;

  @Test
  void issuesServesAndRenewsItsOwnCertificate() throws Exception {
    try (RunningServer server = RunningServer.in(folder).onPostgres().start()) {
      assertThat(server.bean(Environment.class).getProperty("db-scheduler.polling-strategy"))
          .isEqualTo("lock-and-fetch");
      assertThat(server.bean(JdbcClient.class).sql("select version()").query(String.class).single())
          .startsWith("PostgreSQL");
      awaitGreen(server);
      Certificates certificates = server.bean(Certificates.class);
      Certificate own = certificates.list(SYSTEM).getFirst();
      try (SecretBytes key =
          server
              .bean(Keys.class)
              .reveal(SYSTEM, Scope.deployment(), own.currentVersion().orElseThrow(), "test")) {
        assertThat(key.reveal()).isNotEmpty();
      }
      server.bean(Renewal.class).renewNow(SYSTEM, own.id());
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> certificates.versions(SYSTEM, own.id()).size() == 2);
      awaitGreen(server);
      assertThat(server.bean(Audit.class).verify().intact()).isTrue();
    }
    assertThat(folder.resolve("data/perennial.mv.db")).doesNotExist();
    assertThat(Files.list(folder.resolve("kek"))).hasSize(1);
  }

  private static void awaitGreen(RunningServer server) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(server.bean(Overviews.class).now(SYSTEM).sentence())
                .isEqualTo("Nothing will expire unattended."));
  }
}
