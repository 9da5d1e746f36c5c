package io.perennial.kernel;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A random 128-bit identity, written as 32 lower-case hexadecimal digits. */
public interface Id {

  /** Digits of an id. */
  int LENGTH = 32;

  String value();

  /** A fresh value. */
  static String random(RandomGenerator random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether the text is an id. */
  static boolean matches(String value) {
    boolean hexadecimal = value.length() == LENGTH;
    for (int i = 0; hexadecimal && i < LENGTH; i++) {
      char digit = value.charAt(i);
      hexadecimal = (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
    }
    return hexadecimal;
  }

  /** The same identity in the form of RFC 9562, section 4, as Microsoft's protocols write it. */
  static String guid(String value) {
    check(value);
    return String.join(
        "-",
        value.substring(0, 8),
        value.substring(8, 12),
        value.substring(12, 16),
        value.substring(16, 20),
        value.substring(20));
  }

  /**
   * @throws Refusal when the text is not an id
   */
  static void check(String value) {
    if (!matches(value)) {
      throw Refusal.invalid("An id is 32 hexadecimal digits.");
    }
  }
}
