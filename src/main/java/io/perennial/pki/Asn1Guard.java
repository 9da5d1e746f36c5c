package io.perennial.pki;

import io.perennial.kernel.Refusal;

/**
 * Walks over BER or DER without recursion before any parser sees it: how deep it goes and how much
 * it holds is decided by whoever wrote it.
 */
final class Asn1Guard {

  private static final int MOST_DEPTH = 32;
  private static final int MOST_ELEMENTS = 5_000;
  private static final int INDEFINITE = -1;
  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1f;

  private final byte[] bytes;
  private final int[] ends = new int[MOST_DEPTH];
  private int depth;
  private int at;

  private Asn1Guard(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns if a parser may read it.
   *
   * @throws Refusal that says what is wrong with the file
   */
  static void check(byte[] bytes) {
    try {
      new Asn1Guard(bytes).walk();
    } catch (ArrayIndexOutOfBoundsException cutOff) {
      throw garbage();
    }
  }

  static Refusal garbage() {
    return Refusal.invalid(
        "The file is neither PEM nor PKCS#12, or it is damaged. Choose a .pem, .crt and .key, .pfx"
            + " or .p12 file.");
  }

  private void walk() {
    int elements = 0;
    do {
      if (++elements > MOST_ELEMENTS) {
        throw Refusal.invalid(
            "The file holds more than a key and its chain. Export these alone, and import that.");
      }
      element();
      while (depth > 0 && ends[depth - 1] == at) {
        depth--;
      }
    } while (depth > 0);
  }

  private void element() {
    int tag = bytes[at++] & 0xff;
    if (tag == 0 && bytes[at] == 0 && depth > 0 && ends[depth - 1] == INDEFINITE) {
      at++;
      depth--;
      return;
    }
    if ((tag & LONG_TAG) == LONG_TAG) {
      while ((bytes[at++] & 0x80) != 0) {}
    }
    int length = length();
    boolean inside = depth == 0 || ends[depth - 1] == INDEFINITE;
    int end = length == INDEFINITE ? INDEFINITE : at + length;
    if (end > bytes.length || (!inside && end > ends[depth - 1])) {
      throw garbage();
    }
    if ((tag & CONSTRUCTED) == 0) {
      if (length == INDEFINITE) {
        throw garbage();
      }
      at = end;
      return;
    }
    if (depth == MOST_DEPTH) {
      throw Refusal.invalid(
          "The file is nested more deeply than any key or chain is. Export it anew.");
    }
    ends[depth++] = end;
  }

  private int length() {
    int first = bytes[at++] & 0xff;
    if (first < 0x80) {
      return first;
    }
    if (first == 0x80) {
      return INDEFINITE;
    }
    int count = first & 0x7f;
    if (count > 3) {
      throw garbage();
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | (bytes[at++] & 0xff);
    }
    return length;
  }
}
