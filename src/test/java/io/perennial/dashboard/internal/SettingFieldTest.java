package io.perennial.dashboard.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Setting;
import io.perennial.connector.Setting.Kind;
import io.perennial.connector.SettingsSchema;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingFieldTest {

  private static final SettingsSchema SCHEMA =
      SettingsSchema.of(
          Setting.required("directory", Kind.URL, "Directory", "Enter the address."),
          Setting.required("eab-key", Kind.SECRET, "Key", "Enter the key."),
          Setting.optional("terms", Kind.TERMS, "Terms", "Enter the address of the terms."),
          Setting.optional("roots", Kind.CERTIFICATES, "Roots", "Enter PEM."));

  @Test
  void neverShowsASecret() {
    List<SettingField> fields =
        SettingField.of(SCHEMA, Map.of("eab-key", "hunter2hunter2"), false, "");

    assertThat(fields.toString()).doesNotContain("hunter2");
  }

  @Test
  void asksForARequiredSecretOnlyOnce() {
    assertThat(field("eab-key", false).required()).isTrue();
    assertThat(field("eab-key", true).required()).isFalse();
    assertThat(field("eab-key", true).placeholder()).isEqualTo("kept as it is");
  }

  @Test
  void putsAProblemNextToTheFieldItNames() {
    List<SettingField> fields =
        SettingField.of(SCHEMA, Map.of("directory", "ftp://x"), false, "directory: Not https.");

    assertThat(fields.getFirst().problem()).isEqualTo("Not https.");
    assertThat(fields.getFirst().value()).isEqualTo("ftp://x");
    assertThat(fields.subList(1, 4)).allMatch(field -> field.problem().isEmpty());
  }

  @Test
  void givesEachKindItsControl() {
    assertThat(SettingField.of(SCHEMA, Map.of(), false, ""))
        .extracting(SettingField::control)
        .containsExactly("input", "secret", "terms", "area");
  }

  private static SettingField field(String name, boolean stored) {
    return SettingField.of(SCHEMA, Map.of(), stored, "").stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
