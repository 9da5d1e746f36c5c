package io.perennial.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KNOWN =
      List.of("perennial.port", "perennial.plain-port", "name");

  @Test
  void findsWhatHasTheFewestEdits() {
    assertThat(Nearest.of("perennial.prot", KNOWN)).contains("perennial.port");
    assertThat(Nearest.of("perennial.plan-port", KNOWN)).contains("perennial.plain-port");
    assertThat(Nearest.of("nmae", KNOWN)).contains("name");
    assertThat(Nearest.of("name", KNOWN)).contains("name");
  }

  @Test
  void findsNothingThatResemblesNothing() {
    assertThat(Nearest.of("colour", KNOWN)).isEmpty();
    assertThat(Nearest.of("", KNOWN)).isEmpty();
    assertThat(Nearest.of("x", List.of())).isEmpty();
  }
}
