package io.perennial.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IdTest {

  @Test
  void isAGuidWithFourHyphens() {
    assertThat(Id.guid("0123456789abcdef0123456789abcdef"))
        .isEqualTo("01234567-89ab-cdef-0123-456789abcdef");
    assertThatThrownBy(() -> Id.guid("0123")).isInstanceOf(Refusal.class);
  }
}
