package io.perennial.bench;

import static io.perennial.bench.Table.number;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Issues by the private CA through the API, against step-ca. */
final class AgainstStepCa {

  private AgainstStepCa() {}

  /**
   * Takes: base address, folder with token and roots, server's pid, rounds, seconds, step-ca, its
   * folder and port.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Api api =
        new Api(
            folder.resolve("roots.pem"),
            URI.create(arguments[0]),
            folder.resolve("token"),
            Duration.ofMillis(10));
    long pid = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[4]));
    try (StepCa peer =
        new StepCa(Path.of(arguments[5]), Path.of(arguments[6]), Integer.parseInt(arguments[7]))) {
      Load.run(pid, 8, Load.WARM_UP, () -> api.issue("private-ca", "P_256"));
      Rounds.Medians seen =
          Rounds.of(
              rounds,
              () -> Load.run(pid, 8, time, () -> api.issue("private-ca", "P_256")),
              () -> Load.run(peer.pid(), 8, time, peer::issue));
      Table.row(
          "issue",
          "private CA through the API, P-256, 8 in flight, key made, sealed and kept",
          "%s/s, p50 %s ms".formatted(number(seen.ours().rate()), number(seen.ours().p50Millis())),
          "step-ca %s/s, p50 %s ms; keeps no key"
              .formatted(number(seen.peer().rate()), number(seen.peer().p50Millis())),
          seen.percent(),
          "%",
          ">=",
          "100",
          "CPU of the server; the client is on the same cores");
      Table.row(
          "issue",
          "the same, CPU of the server for each",
          number(seen.ours().cpuMillis()) + " ms",
          "step-ca " + number(seen.peer().cpuMillis()) + " ms",
          seen.ours().cpuMillis(),
          "ms",
          "<=",
          "1.5",
          "some 65 statements, three commits (free ones would save 8 %), HTTP and JSON, keys and signatures");
    }
  }
}
