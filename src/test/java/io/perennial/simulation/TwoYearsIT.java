package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.kernel.CertificateId;
import io.perennial.pki.Identifiers;
import io.perennial.simulation.SimulatedCa.Issued;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two years at 47 days, with a week without CA just when most certificates are due. Longer and
 * larger runs: {@code -Dsimulation.certificates=1000 -Dsimulation.years=10}.
 */
class TwoYearsIT {

  private static final int CERTIFICATES = Integer.getInteger("simulation.certificates", 20);
  private static final int YEARS = Integer.getInteger("simulation.years", 2);
  private static final Duration LIFE = Duration.ofDays(47);
  private static final Duration OUTAGE = Duration.ofDays(7);
  private static final Duration LEAP = Duration.ofHours(12);

  @TempDir Path folder;

  @Test
  void nothingExpiresInTwoYearsWithAWeekWithoutCa() {
    SimulatedTime.CLOCK.set(SimulatedTime.START);
    SimulatedCa ca = SimulatedCa.create("two-years", SimulatedTime.CLOCK);
    ca.life(LIFE);
    Instant end = SimulatedTime.START.plus(Duration.ofDays(365L * YEARS));
    // Two thirds into the lives of the eighth generation: all onboarded within days are due then.
    Instant dark = SimulatedTime.START.plus(Duration.ofDays(31L * 12)).minus(Duration.ofDays(2));
    ca.outage(dark, dark.plus(OUTAGE));
    List<Line> lines;
    try (SimulatedServer server = SimulatedServer.start(folder)) {
      server.issuer("two-years");
      Map<String, CertificateId> ids = onboard(server);
      server.advanceTo(dark, LEAP);
      long before = server.executions("renewal");
      server.advanceTo(dark.plus(OUTAGE), LEAP);
      long during = server.executions("renewal") - before;
      server.advanceTo(end, LEAP);
      lines = lines(ca, end);
      print(lines, server, ca);
      assertThat(server.executions("renewal") - during)
          .as("evaluations but for the outage, of which one issuance needs one")
          .isLessThanOrEqualTo(2L * ca.issued().size());
      assertThat(during)
          .as("evaluations during the outage, of each certificate one in four hours at most")
          .isLessThanOrEqualTo(CERTIFICATES * OUTAGE.toHours() / 4);
      for (Line line : lines) {
        assertThat(server.versions(ids.get(line.name())))
            .as("versions of %s, as many as the CA issued", line.name())
            .hasSize(line.versions());
      }
    }
    assertThat(lines).hasSize(CERTIFICATES);
    assertThat(duringOutage(ca, dark))
        .isGreaterThanOrEqualTo(Math.min(CERTIFICATES / 2, ca.inFlight()));
    assertThat(lines).allSatisfy(line -> assertThat(line.margin()).isPositive());
    assertThat(lines).allSatisfy(line -> assertThat(line.mostInADay()).isLessThanOrEqualTo(2));
  }

  /** Over four days, so that not all are due at one instant. */
  private static Map<String, CertificateId> onboard(SimulatedServer server) {
    Duration pause = Duration.ofDays(4).dividedBy(CERTIFICATES);
    Map<String, CertificateId> ids = new HashMap<>();
    for (int i = 0; i < CERTIFICATES; i++) {
      String name = "site-%04d.example.com".formatted(i);
      ids.put(name, server.protect("two-years", name));
      server.advance(pause);
    }
    return ids;
  }

  /** How many different orders asked the CA in vain; the others wait for their turn. */
  private static long duringOutage(SimulatedCa ca, Instant dark) {
    return ca.calls().stream()
        .filter(called -> !called.at().isBefore(dark) && called.at().isBefore(dark.plus(OUTAGE)))
        .map(SimulatedCa.Called::order)
        .distinct()
        .count();
  }

  private static List<Line> lines(SimulatedCa ca, Instant end) {
    Map<String, List<Issued>> byName = new TreeMap<>();
    ca.issued()
        .forEach(
            issued -> byName.computeIfAbsent(name(issued), name -> new ArrayList<>()).add(issued));
    return byName.entrySet().stream()
        .map(entry -> line(entry.getKey(), entry.getValue(), end))
        .toList();
  }

  private static String name(Issued issued) {
    try {
      return Identifiers.of(issued.certificate()).iterator().next().value();
    } catch (CertificateParsingException broken) {
      throw new AssertionError("the simulated CA writes readable names", broken);
    }
  }

  private static Line line(String name, List<Issued> issued, Instant end) {
    List<Issued> inOrder = issued.stream().sorted(Comparator.comparing(Issued::at)).toList();
    Duration margin = LIFE;
    Instant when = SimulatedTime.START;
    int mostInADay = 1;
    for (int i = 0; i < inOrder.size(); i++) {
      Instant notAfter = inOrder.get(i).certificate().getNotAfter().toInstant();
      Instant replaced = i + 1 < inOrder.size() ? inOrder.get(i + 1).at() : end;
      if (Duration.between(replaced, notAfter).compareTo(margin) < 0) {
        margin = Duration.between(replaced, notAfter);
        when = replaced;
      }
      Instant from = inOrder.get(i).at();
      int inADay =
          (int)
              inOrder.stream()
                  .filter(other ->
                      !other.at().isBefore(from)
                          && other.at().isBefore(from.plus(Duration.ofDays(1))))
                  .count();
      mostInADay = Math.max(mostInADay, inADay);
    }
    return new Line(name, inOrder.size(), margin, when, mostInADay);
  }

  private static void print(List<Line> lines, SimulatedServer server, SimulatedCa ca) {
    StringBuilder table = new StringBuilder("certificate  versions  worst margin (h)  when\n");
    lines.forEach(line ->
        table.append(
            "%s %d %d %s%n"
                .formatted(line.name(), line.versions(), line.margin().toHours(), line.when())));
    table.append(
        "%d leaps, %d evaluations, %d steps, %d calls to the CA%n"
            .formatted(
                server.jumps(),
                server.executions("renewal"),
                server.executions("issuance-step"),
                ca.calls().size()));
    System.out.print(table);
  }

  private record Line(String name, int versions, Duration margin, Instant when, int mostInADay) {}
}
