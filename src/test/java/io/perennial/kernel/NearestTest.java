package io.perennial.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KNOWN =
      List.of("perennial.port", "perennial.plain-port", "name");

  @Test
  void findsWhatHasTheFewestEdits() {
    assertThat(Nearest.to("perennial.prot", KNOWN)).contains("perennial.port");
    assertThat(Nearest.to("perennial.plan-port", KNOWN)).contains("perennial.plain-port");
    assertThat(Nearest.to("nmae", KNOWN)).contains("name");
    assertThat(Nearest.to("name", KNOWN)).contains("name");
  }

  @Test
  void findsNothingThatResemblesNothing() {
    assertThat(Nearest.to("colour", KNOWN)).isEmpty();
    assertThat(Nearest.to("", KNOWN)).isEmpty();
    assertThat(Nearest.to("x", List.of())).isEmpty();
  }
}
