package io.perennial.connector.acme.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T10:00:00Z"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | PT1S",
        "0 | PT1S",
        " 120 | PT2M",
        "86401 | PT24H",
        "999999999 | PT24H",
        "1000000000 | PT24H",
        "123456789012345678901234567890 | PT24H",
        "Mon, 23 Nov 2026 10:00:30 GMT | PT30S",
        "Mon, 23 Nov 2026 09:00:00 GMT | PT1S",
        "Fri, 31 Dec 9999 23:59:59 GMT | PT24H",
      })
  void waitsAreClamped(String header, Duration wait) {
    assertThat(RetryAfter.parse(header, clock)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "soon",
        "-1",
        "1.5",
        "0x10",
        "٣",
        "2026-11-23T10:00:30Z",
        "Tue, 31 Dec 9999 23:59:59 GMT"
      })
  void junkIsNoWait(String header) {
    assertThat(RetryAfter.parse(header, clock)).isEmpty();
  }

  @Test
  void linksAreReadFromMergedAndParameterisedHeaders() {
    List<String> headers =
        List.of(
            "<https://a/dir>;rel=\"index\", </up>; rel=up, <https://a/1>;rel=\"alternate\"",
            "<https://a/2>; title=\"a, <b>; rel=up\"; REL=\"next alternate\"",
            "<https://a/3> ; type=x ; rel=alternate",
            "<https://a/4>;rel=\"alternatives\"",
            "<https://a/5>",
            "nonsense");

    assertThat(LinkHeaders.targets(headers, "alternate"))
        .containsExactly("https://a/1", "https://a/2", "https://a/3");
    assertThat(LinkHeaders.targets(headers, "up")).containsExactly("/up");
  }

  @Test
  void longHostileLinkHeadersAreReadInReasonableTime() {
    String header = "<" + ";".repeat(100_000) + ">" + ";rel=".repeat(20_000) + "\"" + "<".repeat(9);

    assertThat(LinkHeaders.targets(List.of(header), "alternate")).isEmpty();
  }

  @Test
  void plainTextIsOneInertLine() {
    assertThat(PlainText.of("a\r\nb\tc\u001b[2J\u202e\u2028d\ud800 \ue000e"))
        .isEqualTo("a  b c[2J d e");
    assertThat(PlainText.of("x".repeat(5_000))).hasSize(1_000);
    assertThat(PlainText.of("Zürich 東京 \uD83D\uDE80")).isEqualTo("Zürich 東京 \uD83D\uDE80");
  }
}
