package io.perennial.connector.local;

import java.math.BigInteger;
import java.util.random.RandomGenerator;

/** Serial numbers: positive, 16 octets, 126 random bits (RFC 5280, section 4.1.2.2 allows 20). */
final class SerialNumbers {

  static final int BITS = 127;

  private SerialNumbers() {}

  /** The highest bit but one is set, so that all have one length and none is near zero. */
  static BigInteger next(RandomGenerator random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).clearBit(BITS).setBit(BITS - 1);
  }
}
