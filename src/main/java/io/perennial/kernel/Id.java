package io.perennial.kernel;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A random 128-bit identity, written as 32 lower-case hexadecimal digits. */
public interface Id {

  /** What an id looks like. */
  Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  String value();

  /** A fresh value. */
  static String random(RandomGenerator random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * @throws Refusal when the text is not an id
   */
  static void check(String value) {
    if (!FORM.matcher(value).matches()) {
      throw Refusal.invalid("An id is 32 hexadecimal digits.");
    }
  }
}
