package io.perennial.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.kernel.ObjectName;
import io.perennial.overview.Overview.Clause;
import io.perennial.pki.EphemeralCertificate;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.publication.Consumers;
import io.perennial.testing.Bundle;
import io.perennial.testing.PullClient;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TlsServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LyingAgentIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void showsDriftWhenAServerReportsInstalledButServesAnotherCertificate() {
    try (RunningServer server = RunningServer.in(folder).start()) {
      EphemeralCertificate other = EphemeralCertificate.create(server.bean(Clock.class).instant());
      try (TlsServer tls = TlsServer.serving(other.keys().getPrivate(), other.chain())) {
        await().atMost(SOON).until(() -> overview(server).green());
        PullClient agent = enrolAndBind(server, tls.port());
        String binding = published(agent).getFirst();
        String version = published(agent).get(2);

        agent.reportInstalled(binding, version);

        await()
            .atMost(SOON)
            .untilAsserted(() ->
                assertThat(overview(server).needs())
                    .singleElement()
                    .satisfies(need -> {
                      assertThat(need.clause()).isEqualTo(Clause.SERVED);
                      assertThat(need.sentence())
                          .contains("serves another certificate")
                          .contains("Yet the server reports that it installed");
                    }));

        Bundle bundle = Bundle.parse(agent.bundle(binding));
        tls.change(bundle.key(), bundle.chain());
        await().atMost(SOON).until(() -> overview(server).green());
      }
    }
  }

  private static Overview overview(RunningServer server) {
    return server.bean(Overviews.class).now(RunningServer.SYSTEM);
  }

  private static PullClient enrolAndBind(RunningServer server, int port) {
    String token =
        server
            .bean(Consumers.class)
            .invite(RunningServer.SYSTEM, new ObjectName("liar"))
            .token()
            .token();
    PullClient agent = PullClient.enrol(server, token);
    server
        .bean(Protection.class)
        .protect(
            RunningServer.SYSTEM,
            new Wish(
                "www.example.test",
                "",
                "private-ca",
                "",
                "",
                "",
                "",
                List.of(new Wish.ServerWish("liar", "127.0.0.1", Integer.toString(port)))));
    return agent;
  }

  private static List<String> published(PullClient agent) {
    await()
        .atMost(SOON)
        .until(() -> agent.bindings().stream().anyMatch(line -> !line.get(2).equals("-")));
    return agent.bindings().getFirst();
  }
}
