package io.perennial.connector;

import java.security.PublicKey;
import java.security.SignatureException;

/** A private key that can be used but not seen. */
public interface SigningKey {

  KeyType type();

  PublicKey publicKey();

  /**
   * Signs.
   *
   * @param algorithm a JCA signature name, such as {@code SHA256withECDSA} or {@code SHA256withRSA}
   * @return the signature as JCA gives it (ECDSA: DER)
   * @throws SignatureException when the algorithm does not fit the key
   */
  byte[] sign(String algorithm, byte[] message) throws SignatureException;
}
