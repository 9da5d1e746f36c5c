package io.perennial.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.Identifier;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Identifiers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedNamesTest {

  @ParameterizedTest
  @CsvSource({
    "example.com,example.com",
    "EXAMPLE.com.,example.com",
    "bücher.example,xn--bcher-kva.example",
    "*.example.com,www.example.com",
    "*.example.com,*.example.com",
    ".corp.example,a.corp.example",
    ".corp.example,a.b.c.corp.example",
    ".corp.example,*.corp.example",
    ".corp.example,*.a.corp.example",
    "10.0.0.0/8,10.1.2.3",
    "192.0.2.7,192.0.2.7",
    "fd00::/8,fd00::1",
    "other.test example.com,example.com",
  })
  void allows(String list, String name) {
    assertThat(AllowedNames.parse(list).objection(Identifiers.parseAll(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com,www.example.com",
    "example.com,*.example.com",
    "example.com,example.com.evil.test",
    "*.example.com,example.com",
    "*.example.com,a.b.example.com",
    "*.example.com,*.a.example.com",
    "*.example.com,notexample.com",
    ".corp.example,corp.example",
    ".corp.example,notcorp.example",
    ".corp.example,*.example",
    "10.0.0.0/8,11.0.0.1",
    "10.0.0.0/8,fd00::1",
    ".corp.example,10.0.0.1",
    "192.0.2.7,192.0.2.8",
  })
  void denies(String list, String name) {
    assertThat(AllowedNames.parse(list).objection(Identifiers.parseAll(name)))
        .contains(
            "may not certify %s: it is limited to %s".formatted(name, AllowedNames.parse(list)));
  }

  @Test
  void anEmptyListAllowsAll() {
    List<Identifier> any = Identifiers.parseAll("www.example.com *.test 192.0.2.1");
    assertThat(AllowedNames.parse("").objection(any)).isEmpty();
    assertThat(AllowedNames.parse(" , ").objection(any)).isEmpty();
  }

  @Test
  void namesEachThatIsNotAllowedUpToAHandful() {
    assertThat(
            AllowedNames.parse("a.test, b.test, c.test, d.test, e.test, f.test")
                .objection(Identifiers.parseAll("a.test x.test y.test")))
        .contains(
            "may not certify x.test, y.test: it is limited to a.test, b.test, c.test, d.test,"
                + " e.test and 1 more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "*.*.example.com",
        "a.*.example.com",
        ".",
        "..a",
        ".*.a",
        ".10.0.0.1",
        "10.0.0.0/33",
        "10.0.0.0/",
        "example.com/8",
        "-a.test"
      })
  void refusesWhatIsNoPattern(String list) {
    assertThatThrownBy(() -> AllowedNames.parse("example.com, " + list))
        .isInstanceOf(Refusal.class);
  }
}
