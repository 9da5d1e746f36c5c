package io.perennial.bench;

import static io.perennial.bench.Table.number;

import io.perennial.bench.Rounds.Sample;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/** Issues by Pebble through the API, against bare acme4j at the same Pebble. */
final class AgainstAcme4j {

  private static final int MOST_IN_FLIGHT = 8;

  private AgainstAcme4j() {}

  /**
   * Takes: base address, folder with token and roots, server's pid, rounds, seconds, Pebble's
   * directory and certificate.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Api api =
        new Api(
            folder.resolve("roots.pem"),
            URI.create(arguments[0]),
            folder.resolve("token"),
            Duration.ofMillis(20));
    long pid = Long.parseLong(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[4]));
    Acme bare = new Acme(URI.create(arguments[5]), Path.of(arguments[6]), MOST_IN_FLIGHT);
    long self = ProcessHandle.current().pid();
    // Short: each order is a chance for Pebble to stand still for good.
    Load.run(pid, MOST_IN_FLIGHT, time.multipliedBy(2), () -> api.issue("pebble", "P_256"));
    Compared compared =
        wanted ->
            Rounds.of(
                rounds,
                () -> Load.run(pid, wanted, time, () -> api.issue("pebble", "P_256")),
                () -> Load.run(self, wanted, time, bare::issue));
    row(1, compared.at(1));
    row(MOST_IN_FLIGHT, compared.at(MOST_IN_FLIGHT));
    renewals(api, pid, rounds);
    // Last: what waits for its turn may stop Pebble for good.
    try {
      row(2 * MOST_IN_FLIGHT, compared.at(2 * MOST_IN_FLIGHT));
    } catch (ExecutionException stopped) {
      Table.missing(
          "acme",
          wanted(2 * MOST_IN_FLIGHT),
          "Pebble stood still, as it does at times with %d in flight (%s)"
              .formatted(MOST_IN_FLIGHT, stopped.getCause()));
    }
  }

  private static String wanted(int orders) {
    return orders > MOST_IN_FLIGHT
        ? orders + " orders wanted, " + MOST_IN_FLIGHT + " in flight at Pebble"
        : orders + " orders in flight at Pebble";
  }

  private static void row(int wanted, Rounds.Medians seen) {
    boolean goal = wanted == MOST_IN_FLIGHT;
    Table.row(
        "acme",
        wanted(wanted),
        figures(seen.ours()),
        "bare acme4j " + figures(seen.peer()),
        seen.percent(),
        "%",
        goal ? ">=" : "",
        goal ? "90" : "",
        "both programs and Pebble on the same cores; of our CPU two fifths compile what is still new,"
            + " and each of some nine requests has its row");
  }

  /** Both, with so many orders wanted at once. */
  private interface Compared {

    Rounds.Medians at(int wanted) throws Exception;
  }

  /** Due means: asked for; what the sweep's interval adds is a setting. */
  private static void renewals(Api api, long pid, int rounds) throws Exception {
    String id = api.issue("pebble", "P_256");
    Sample[] seen = new Sample[Math.max(5, rounds)];
    for (int i = 0; i < seen.length; i++) {
      double cpu = Load.cpuMillis(pid);
      long start = System.nanoTime();
      api.renew(id);
      seen[i] = new Sample(0, (System.nanoTime() - start) / 1e6, Load.cpuMillis(pid) - cpu);
    }
    Sample median = Rounds.median(seen);
    Table.row(
        "acme",
        "one renewal, due to stored",
        number(median.p50Millis()) + " ms",
        "–",
        median.p50Millis(),
        "ms",
        "<=",
        "500",
        "pauses before each look at the CA");
    Table.row(
        "acme",
        "the same, CPU of the server, with the client's looks",
        number(median.cpuMillis()) + " ms",
        "–",
        median.cpuMillis(),
        "ms",
        "<=",
        "15",
        "HTTP, JOSE and TLS; the clock ticks every 10 ms");
  }

  private static String figures(Sample sample) {
    return "%s/s, p50 %s ms, %s ms CPU"
        .formatted(number(sample.rate()), number(sample.p50Millis()), number(sample.cpuMillis()));
  }
}
