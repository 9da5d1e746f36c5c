package io.perennial.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BearerTest {

  @Test
  void readsTheCredentialWhateverTheCaseOfTheScheme() {
    assertThat(Bearer.credential("Bearer pnl_1_2")).contains("pnl_1_2");
    assertThat(Bearer.credential("bearer  pnl_1_2 ")).contains("pnl_1_2");
  }

  @Test
  void findsNoneInAnythingElse() {
    assertThat(Bearer.credential(null)).isEmpty();
    assertThat(Bearer.credential("Bearer ")).isEmpty();
    assertThat(Bearer.credential("Bearer")).isEmpty();
    assertThat(Bearer.credential("Basic cG5sXzE=")).isEmpty();
  }
}
