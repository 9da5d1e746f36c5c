package io.perennial.envelope;

import io.perennial.kernel.SecretBytes;

/** Seals and opens secrets, and derives the deployment's own keys. */
public interface Envelope {

  /** Encrypts under a fresh data key, which is wrapped by the current key-encryption key. */
  byte[] seal(byte[] plaintext, SealContext context);

  /**
   * Decrypts.
   *
   * @throws SealBroken when the value was changed, or belongs to another row or deployment
   */
  SecretBytes open(byte[] sealed, SealContext context);

  /**
   * HMAC-SHA-256 under a key that is derived from the deployment's root secret (RFC 5869).
   *
   * @param purpose separates the keys, such as {@code audit}
   */
  byte[] mac(String purpose, byte[] message);

  /** The deployment's id, 32 hexadecimal digits. */
  String deployment();
}
