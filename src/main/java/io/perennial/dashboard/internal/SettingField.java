package io.perennial.dashboard.internal;

import io.perennial.connector.Setting;
import io.perennial.connector.SettingsSchema;
import java.util.List;
import java.util.Map;

/**
 * A connector's setting as a form asks for it.
 *
 * @param value as typed or stored; always empty for a secret
 * @param placeholder what counts when nothing is entered
 * @param problem what is wrong with what was typed; empty: nothing
 */
record SettingField(
    String name,
    String label,
    String help,
    Setting.Kind kind,
    boolean required,
    String value,
    String placeholder,
    List<String> choices,
    String problem) {

  private static final String KEPT = "kept as it is";

  /**
   * @param stored whether a secret that is left empty keeps its value
   * @param problem of the whole form; goes to the field whose name it begins with
   */
  static List<SettingField> of(
      SettingsSchema schema, Map<String, String> values, boolean stored, String problem) {
    return schema.settings().stream()
        .map(setting -> {
          boolean secret = setting.kind() == Setting.Kind.SECRET;
          return new SettingField(
              setting.name(),
              setting.label(),
              setting.help(),
              setting.kind(),
              setting.required() && !(secret && stored),
              secret ? "" : values.getOrDefault(setting.name(), ""),
              secret && stored ? KEPT : setting.fallback().orElse(""),
              setting.choices(),
              problemOf(setting, problem));
        })
        .toList();
  }

  private static String problemOf(Setting setting, String problem) {
    String prefix = setting.name() + ": ";
    return problem.startsWith(prefix) ? problem.substring(prefix.length()) : "";
  }

  /** The control to show. */
  public String control() {
    return switch (kind) {
      case TEXT, URL, NUMBER, DURATION -> "input";
      case CHOICE -> "choice";
      case CERTIFICATES -> "area";
      case TERMS -> "terms";
      case SECRET -> "secret";
    };
  }

  /** Of an input. The server checks; a browser's own bubbles would hide what it says. */
  public String mode() {
    return switch (kind) {
      case NUMBER -> "numeric";
      case URL, TERMS -> "url";
      case TEXT, DURATION, CHOICE, CERTIFICATES, SECRET -> "text";
    };
  }
}
