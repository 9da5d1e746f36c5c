package io.perennial.kernel;

import java.util.Arrays;

/** Bytes that cannot be printed by accident. Close it as soon as the bytes are no longer needed. */
public final class SecretBytes implements AutoCloseable {

  private final byte[] bytes;

  /** Takes the array over; the caller must not keep it. */
  public SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes themselves, not a copy: they turn to zeros when this is closed. */
  public byte[] reveal() {
    return bytes;
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "SecretBytes[" + bytes.length + "]";
  }
}
