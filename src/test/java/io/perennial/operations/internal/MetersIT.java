package io.perennial.operations.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetersIT {

  private static final Pattern METER = Pattern.compile("\\b(perennial_[a-z_]+|disk_[a-z_]+)\\b");

  @TempDir Path folder;

  @Test
  void saysWhatAlarmsAreMadeOf() {
    try (RunningServer server = RunningServer.in(folder).start().awaitReady()) {
      await()
          .untilAsserted(() ->
              assertThat(scrape(server))
                  .contains("perennial_needs{clause=\"served\"} 0.0")
                  .contains("perennial_bindings 1.0")
                  .contains("perennial_issuer_trouble{issuer=\"private-ca\"} 0.0")
                  .containsPattern(
                      "perennial_orders_total\\{blame=\"none\",issuer=\"private-ca\",outcome=\"stored\"} 1\\.0")
                  .containsPattern(
                      "perennial_order_duration_seconds_count\\{issuer=\"private-ca\"} 1"));
      double margin = value(scrape(server), "perennial_margin_seconds");
      assertThat(margin).isBetween(40.0 * 86_400, 50.0 * 86_400);
      assertThat(value(scrape(server), "perennial_sweep_age_seconds")).isBetween(0.0, 60.0);

      Issuers issuers = server.bean(Issuers.class);
      Issuer ca = issuers.list(RunningServer.SYSTEM).getFirst();
      issuers.mark(RunningServer.SYSTEM, ca.id(), Optional.of("Its account is closed."));
      assertThat(scrape(server))
          .contains("perennial_issuer_trouble{issuer=\"" + ca.name().value() + "\"} 1.0");
      // A timer for each filter of each request would cost more than the request's own work.
      assertThat(scrape(server)).contains("http_server_requests").doesNotContain("spring_security");
    }
  }

  /** An alarm on a meter that is not there never sounds. */
  @Test
  void hasEveryMeterThatTheAlertRulesName() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String line :
        Files.readAllLines(Program.root().resolve("deploy/monitoring/alerts.yaml"))) {
      if (line.strip().startsWith("expr:")) {
        named.addAll(meters(line));
      }
    }
    assertThat(named).hasSizeGreaterThan(4);
    try (RunningServer server = RunningServer.in(folder).start().awaitReady()) {
      await().untilAsserted(() -> assertThat(meters(scrape(server))).containsAll(named));
    }
  }

  private static List<String> meters(String text) {
    return METER.matcher(text).results().map(MatchResult::group).distinct().toList();
  }

  /** Through the socket, as the command line does. */
  private static String scrape(RunningServer server) {
    Program.Ended ended =
        Program.run(
            Program.root().resolve("deploy/perennial"), "--socket", server.socket(), "metrics");
    assertThat(ended.status()).as(ended.err()).isZero();
    return ended.out();
  }

  private static double value(String text, String meter) {
    return text.lines()
        .filter(line -> line.startsWith(meter + " "))
        .map(line -> Double.parseDouble(line.substring(meter.length() + 1)))
        .collect(Collectors.toList())
        .getFirst();
  }
}
