package io.perennial.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.kernel.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultWishTest {

  private static VaultWish named(String name) {
    return new VaultWish(name, "", "", "", "");
  }

  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "Payments, payments",
    "' shop-1 ', shop-1",
    "a1-b2-c3, a1-b2-c3",
    "abcdefghijklmnopqrstuvwx, abcdefghijklmnopqrstuvwx"
  })
  void takesWhatKeyVaultTakes(String typed, String name) {
    assertThat(named(typed).wantedName().value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ab",
        "abcdefghijklmnopqrstuvwxy",
        "1abc",
        "-abc",
        "abc-",
        "ab--c",
        "xn--abc",
        "a.b.c",
        "a_b",
        "a b",
        "abc\ndef",
        "abc/..",
        "abc%2e",
        "*abc",
        "äbc",
        "a\u0662bc",
        "abc\u0000"
      })
  void refusesAnyOtherNameAndSaysTheRule(String typed) {
    assertThatThrownBy(() -> named(typed).wantedName())
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("3 to 24 letters, digits and hyphens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6", "91", "-7", "7.5", "seven", "0x10", "9999"})
  void refusesOtherDays(String days) {
    assertThatThrownBy(() -> new VaultWish("", days, "", "", "").over(VaultSettings.usual()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("7 to 90");
  }

  @Test
  void whatIsLeftBlankStays() {
    VaultSettings known = new VaultSettings(7, true, TokenAuthority.TENANT, PfxForm.COMPATIBLE);
    assertThat(named("").over(known)).isEqualTo(known);
    assertThat(new VaultWish("", "", "", "ADFS", " Modern ").over(known))
        .isEqualTo(new VaultSettings(7, true, TokenAuthority.ADFS, PfxForm.MODERN));
    assertThatThrownBy(() -> new VaultWish("", "", "", "login", "").over(known))
        .hasMessageContaining("adfs, tenant");
    assertThatThrownBy(() -> new VaultWish("", "", "yes", "", "").over(known))
        .hasMessageContaining("true or false");
  }
}
