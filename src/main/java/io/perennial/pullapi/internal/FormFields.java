package io.perennial.pullapi.internal;

import io.perennial.kernel.Refusal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Fields of a query and of a form (application/x-www-form-urlencoded); the first of a name counts.
 */
final class FormFields {

  private static final int MOST = 100;

  private final Map<String, String> fields = new HashMap<>();

  private FormFields() {}

  /**
   * @throws Refusal when they cannot be read
   */
  static FormFields of(String query, byte[] body) {
    FormFields fields = new FormFields();
    fields.add(query);
    fields.add(new String(body, StandardCharsets.UTF_8));
    return fields;
  }

  private void add(String text) {
    if (text.isEmpty()) {
      return;
    }
    String[] pairs = text.split("&", MOST + 1);
    if (pairs.length > MOST) {
      throw Refusal.invalid("A request has at most %d fields.".formatted(MOST));
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      fields.putIfAbsent(decoded(name), decoded(value));
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw Refusal.invalid("A field's percent-encoding is broken.");
    }
  }

  /** The value; empty when there is none. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }
}
