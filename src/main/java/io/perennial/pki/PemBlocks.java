package io.perennial.pki;

import io.perennial.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Takes textual encodings apart (RFC 7468) without making strings of what they hold. */
final class PemBlocks {

  private static final byte[] BEGIN = "-----BEGIN ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DASHES = "-----".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_BLOCKS = 32;
  private static final int MOST_LABEL = 64;

  private PemBlocks() {}

  /**
   * One of a file's parts.
   *
   * @param label such as {@code CERTIFICATE}
   * @param content DER
   */
  record Block(String label, byte[] content) {

    @Override
    public String toString() {
      return "Block[" + label + "]";
    }
  }

  static boolean in(byte[] file) {
    return find(file, BEGIN, 0) >= 0;
  }

  /** All blocks, in their order. */
  static List<Block> read(byte[] file) {
    List<Block> blocks = new ArrayList<>();
    int at = find(file, BEGIN, 0);
    while (at >= 0) {
      if (blocks.size() == MOST_BLOCKS) {
        throw Refusal.invalid(
            "The file has more than %d parts. Choose one with a key and its chain alone."
                .formatted(MOST_BLOCKS));
      }
      int label = at + BEGIN.length;
      int body = find(file, DASHES, label);
      if (body < 0 || body - label > MOST_LABEL) {
        throw Asn1Guard.garbage();
      }
      String name = new String(file, label, body - label, StandardCharsets.US_ASCII);
      byte[] end = ("-----END " + name + "-----").getBytes(StandardCharsets.US_ASCII);
      int stop = find(file, end, body);
      if (stop < 0) {
        throw Asn1Guard.garbage();
      }
      blocks.add(new Block(name, decoded(file, body + DASHES.length, stop)));
      at = find(file, BEGIN, stop);
    }
    return blocks;
  }

  private static byte[] decoded(byte[] file, int from, int until) {
    byte[] text = Arrays.copyOfRange(file, from, until);
    try {
      for (byte each : text) {
        if (each == ':') {
          throw Refusal.invalid(
              "The key is encrypted in a way that is long outdated. Convert it with 'openssl pkcs8"
                  + " -topk8 -in old.key -out new.key', and import that.");
        }
      }
      byte[] content = Base64.getMimeDecoder().decode(text);
      Asn1Guard.check(content);
      return content;
    } catch (IllegalArgumentException notBase64) {
      throw Asn1Guard.garbage();
    } finally {
      Arrays.fill(text, (byte) 0);
    }
  }

  private static int find(byte[] file, byte[] wanted, int from) {
    for (int i = from; i <= file.length - wanted.length; i++) {
      if (Arrays.equals(file, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
