package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.RenewalAdvice;
import io.perennial.connector.RenewalAdviser;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the core relies on where a connector says when its CA wants certificates renewed. */
abstract class AdviceCases extends RevocationCases {

  private static final int LONGEST_ORIGIN = 2_000;

  /** Opened anew for each question, as the core does. */
  @Test
  final void advisesOnWhatItIssued() throws Exception {
    InMemoryContext context = newContext();
    Workbench bench = bench(context);
    X509Certificate leaf = issued(bench, request(context)).issued().getFirst();
    Optional<RenewalAdvice> first = advice(bench, leaf);
    first.ifPresent(advice -> {
      assertThat(advice.end()).as("end of the window").isAfter(advice.start());
      assertThat(advice.end())
          .as("end of the window")
          .isBeforeOrEqualTo(leaf.getNotAfter().toInstant());
    });
    assertThat(advice(bench, leaf).isPresent()).as("advice again").isEqualTo(first.isPresent());
  }

  private static Optional<RenewalAdvice> advice(Workbench bench, X509Certificate leaf)
      throws Exception {
    try (Connector connector = bench.open()) {
      return connector instanceof RenewalAdviser adviser
          ? bench.calls().call("advise", () -> adviser.advise(leaf))
          : Optional.empty();
    }
  }

  @Test
  final void namesItsOriginOfflineAndTheSameEachTime() throws Exception {
    InMemoryContext context = newContext();
    CutOffContext cut = CutOffContext.broken(context);
    Optional<String> origin = origin(bench(context).with(cut));
    assertThat(cut.attempts()).as("requests sent to name the origin").isZero();
    origin.ifPresent(name -> {
      assertThat(name).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_ORIGIN);
      assertThat(canaries(context).foundIn(name)).as("secret in the origin").isEmpty();
    });
    assertThat(origin(bench(context))).isEqualTo(origin);
  }

  private static Optional<String> origin(Workbench bench) throws Exception {
    try (Connector connector = bench.open()) {
      return connector instanceof RenewalAdviser adviser
          ? Optional.of(bench.calls().call("origin", adviser::origin))
          : Optional.empty();
    }
  }

  @Test
  final void saysInWordsThatItCannotAdvise() throws Exception {
    InMemoryContext context = newContext();
    X509Certificate leaf = issued(bench(context), request(context)).issued().getFirst();
    Workbench cutOff = bench(context).with(CutOffContext.offline(context));
    try {
      assertThat(advice(cutOff, leaf)).as("an answer").isNotNull();
    } catch (ConnectorException failed) {
      assertThat(failed.getMessage()).isNotBlank();
      assertThat(canaries(context).foundIn(failed)).as("secret in a failure").isEmpty();
    } catch (RuntimeException unchecked) {
      throw new AssertionError("an unchecked exception came from advise", unchecked);
    }
  }
}
