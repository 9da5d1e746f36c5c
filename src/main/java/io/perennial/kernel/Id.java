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

  /**
   * @throws Refusal when the text is not an id
   */
  static void check(String value) {
    if (!matches(value)) {
      throw Refusal.invalid("An id is 32 hexadecimal digits.");
    }
  }
}
