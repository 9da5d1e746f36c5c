package io.perennial.envelope.internal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * How a sealed value is laid out: format version, id of the key-encryption key, wrapped data key,
 * ciphertext; each part behind its length. Rewrapping replaces the second and third part only.
 */
record SealedRecord(String kekId, byte[] wrappedKey, byte[] ciphertext) {

  private static final int FORMAT = 1;
  private static final int MAX_WRAPPED = 4096;

  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      out.writeUTF(kekId);
      out.writeShort(wrappedKey.length);
      out.write(wrappedKey);
      out.write(ciphertext);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static SealedRecord decode(byte[] encoded) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
      int format = in.readUnsignedByte();
      if (format != FORMAT) {
        throw new IOException("unknown format " + format);
      }
      String kekId = in.readUTF();
      int length = in.readUnsignedShort();
      if (length > MAX_WRAPPED) {
        throw new IOException("wrapped key too long");
      }
      byte[] wrapped = in.readNBytes(length);
      if (wrapped.length != length) {
        throw new IOException("cut short");
      }
      return new SealedRecord(kekId, wrapped, in.readAllBytes());
    }
  }

  /** Length-prefixed, so that no two lists of parts give the same bytes. */
  static byte[] associatedData(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORMAT);
      for (String part : parts) {
        byte[] text = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }
}
