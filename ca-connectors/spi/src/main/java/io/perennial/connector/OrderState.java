package io.perennial.connector;

/**
 * What a connector wants to find again at its next step. Stored encrypted; opaque to the core.
 * Holds no private key.
 *
 * @param phase the connector's own name for where it stands, shown to operators; no secret
 * @param data at most 64 KiB
 */
public record OrderState(String phase, byte[] data) {

  /** The most that {@code data} may hold, in bytes. */
  public static final int MAX_BYTES = 64 * 1024;

  public OrderState {
    if (data.length > MAX_BYTES) {
      throw new IllegalArgumentException("order state exceeds " + MAX_BYTES + " bytes");
    }
    data = data.clone();
  }

  @Override
  public byte[] data() {
    return data.clone();
  }

  /** Without the data, which may hold tokens. */
  @Override
  public String toString() {
    return "OrderState[" + phase + ", " + data.length + " bytes]";
  }
}
