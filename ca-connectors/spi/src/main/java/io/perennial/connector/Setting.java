package io.perennial.connector;

import java.util.List;
import java.util.Optional;

/**
 * One thing to know of a CA. Renders the form, validates input, masks output and decides what is
 * encrypted.
 *
 * @param name lower-case words joined by hyphens
 * @param label for the form
 * @param help one sentence that says what to enter
 * @param kind how it is checked and shown
 * @param required whether an issuer can be stored without it
 * @param fallback used when nothing was entered
 * @param choices the allowed values of a {@link Kind#CHOICE}
 */
public record Setting(
    String name,
    String label,
    String help,
    Kind kind,
    boolean required,
    Optional<String> fallback,
    List<String> choices) {

  public Setting {
    choices = List.copyOf(choices);
    if (!name.matches("[a-z]+(-[a-z]+)*")) {
      throw new IllegalArgumentException("not a setting name: " + name);
    }
  }

  public static Setting required(String name, Kind kind, String label, String help) {
    return new Setting(name, label, help, kind, true, Optional.empty(), List.of());
  }

  public static Setting optional(String name, Kind kind, String label, String help) {
    return new Setting(name, label, help, kind, false, Optional.empty(), List.of());
  }

  public Setting withFallback(String value) {
    return new Setting(name, label, help, kind, required, Optional.of(value), choices);
  }

  public Setting withChoices(List<String> values) {
    return new Setting(name, label, help, kind, required, fallback, values);
  }

  /** How a value is checked and shown. */
  public enum Kind {
    TEXT,
    /** An absolute https address. */
    URL,
    /** A positive whole number. */
    NUMBER,
    /** An ISO 8601 duration, such as {@code P90D} or {@code PT1H}. */
    DURATION,
    /** One of the choices. */
    CHOICE,
    /** PEM certificates. */
    CERTIFICATES,
    /** The address of terms that a person accepts by entering it; who and when is recorded. */
    TERMS,
    /** Write-only; stored encrypted, never shown again. */
    SECRET
  }
}
