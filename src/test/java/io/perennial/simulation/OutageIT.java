package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CaUnavailable;
import io.perennial.kernel.CertificateId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CA that is away while more is due than it would take at once. */
class OutageIT {

  private static final int CERTIFICATES = 8;
  private static final int STEPS_IN_AN_HOUR = 40;

  @TempDir Path folder;

  @Test
  void whoWaitsForATurnDoesNotAskAllTheTime() {
    SimulatedTime.CLOCK.set(SimulatedTime.START);
    SimulatedCa ca = SimulatedCa.create("away", SimulatedTime.CLOCK);
    ca.takesAtOnce(2);
    ca.behave((call, account, request) -> {
      throw new CaUnavailable("The CA is down.", Optional.empty());
    });
    try (SimulatedServer server = SimulatedServer.start(folder)) {
      server.issuer("away");
      List<CertificateId> waiting = new ArrayList<>();
      for (int i = 0; i < CERTIFICATES; i++) {
        waiting.add(server.protect("away", "site-%d.example.com".formatted(i)));
      }
      server.settle();
      long before = server.executions("issuance-step");
      server.advance(Duration.ofHours(1));
      assertThat(server.executions("issuance-step") - before)
          .as("steps of %d orders", CERTIFICATES)
          .isLessThan((long) CERTIFICATES * STEPS_IN_AN_HOUR);
      assertThat(waiting.stream().map(server::open).map(Optional::orElseThrow))
          .as("open orders, each with the time of its next step")
          .allSatisfy(order -> assertThat(order.nextStepAt()).isAfterOrEqualTo(server.now()));

      ca.behaveWell();
      server.advance(Duration.ofHours(2));
      assertThat(waiting).allSatisfy(id -> assertThat(server.versions(id)).hasSize(1));
    }
  }
}
