package io.perennial.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Text of people, programs and CAs, on its way to pages, logs and terminals. */
class VisibleTest {

  private static final String HOSTILE = "no\u202Egnp.exe \u001B[31m\u0000 \u2066x\u2069\nend";
  private static final String SHOWN = "no?gnp.exe ?[31m? ?x?\nend";

  @Test
  void holdsNothingThatATerminalOrBrowserObeys() {
    assertThat(Visible.of(HOSTILE)).isEqualTo(SHOWN);
    assertThat(Visible.of("  " + HOSTILE, 12)).isEqualTo("no?gnp.exe ?…");
    assertThat(Visible.of("häßlich 例え, ok", 80)).isEqualTo("häßlich 例え, ok");
  }

  @Test
  void norDoesARefusalOrWhatACaSays() {
    assertThat(Refusal.invalid(HOSTILE).at("field").sentence()).isEqualTo(SHOWN);
    assertThat(new Problem(Problem.Blame.ISSUER, "t", HOSTILE, Optional.empty()).detail())
        .isEqualTo(SHOWN);
    assertThat(new CaProtocolError(HOSTILE)).hasMessage(SHOWN);
    assertThat(new CaUnavailable(HOSTILE, Optional.empty())).hasMessage(SHOWN);
  }
}
