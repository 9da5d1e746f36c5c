package io.perennial.renewal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Version;
import io.perennial.kernel.VersionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

  private final Version version = Situation.version(1, 1, Duration.ofDays(90));

  @ParameterizedTest
  @CsvSource({
    "2026-04-01T00:00:00Z, 2026-04-02T00:00:00Z, ''",
    "2026-02-28T00:00:00Z, 2026-02-28T01:00:00Z, ''",
    "2026-04-01T00:00:00Z, 2026-05-30T00:00:00Z, ''",
    "2026-04-01T00:00:00Z, 2026-04-01T00:00:00Z, does not end after it starts",
    "2026-04-02T00:00:00Z, 2026-04-01T00:00:00Z, does not end after it starts",
    "+1000000000-12-31T23:59:59.999999999Z, -1000000000-01-01T00:00:00Z, does not end after it starts",
    "2026-04-01T00:00:00Z, 2026-05-30T00:00:01Z, beyond the certificate's own end",
    "-1000000000-01-01T00:00:00Z, +1000000000-12-31T23:59:59.999999999Z, beyond the certificate's own end",
    "2026-02-27T23:59:59Z, 2026-04-01T00:00:00Z, long before the certificate was made",
    "-1000000000-01-01T00:00:00Z, 2026-04-01T00:00:00Z, long before the certificate was made"
  })
  void onlyAWindowThatCanBeMeantIsTaken(Instant start, Instant end, String words) {
    assertThat(Window.objection(start, end, version).orElse("")).endsWith(words);
  }

  @Test
  void theInstantsOfVersionsSpreadOverTheWindow() {
    Window window =
        new Window(Situation.ISSUED, Situation.ISSUED.plus(Duration.ofDays(2)), Optional.empty());

    assertThat(window.chosen(id("000000"))).isEqualTo(window.start());
    assertThat(window.chosen(id("800000"))).isEqualTo(window.start().plus(Duration.ofDays(1)));
    assertThat(window.chosen(id("ffffff"))).isBetween(window.end().minusSeconds(2), window.end());
  }

  @Test
  void aWindowOfAgesHasItsInstantsToo() {
    Window window =
        new Window(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"), Optional.empty());

    assertThat(window.chosen(id("ffffff"))).isBetween(window.start(), window.end());
  }

  private static VersionId id(String digits) {
    return new VersionId(digits + "0".repeat(26));
  }
}
