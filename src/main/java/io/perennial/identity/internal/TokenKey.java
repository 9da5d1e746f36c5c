package io.perennial.identity.internal;

import io.perennial.connector.KeyType;
import io.perennial.pki.KeyPairs;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;

/**
 * A key that signs tokens.
 *
 * @param number grows with each key
 * @param kid its thumbprint (RFC 7638)
 * @param publicKey DER of the SubjectPublicKeyInfo
 * @param sealed the private key
 */
record TokenKey(long number, String kid, byte[] publicKey, byte[] sealed, Times times) {

  static final KeyType TYPE = KeyType.RSA_2048;

  /** Another server may have made it, whose clock is ahead. */
  private static final Duration SKEW = Duration.ofHours(1);

  /** Not where it is of the future: the clock was set back, and would let it sign too long. */
  boolean signs(Instant now) {
    return times.signsUntil().isAfter(now) && !times.createdAt().minus(SKEW).isAfter(now);
  }

  boolean published(Instant now) {
    return times.publishedUntil().isAfter(now);
  }

  RSAPublicKey key() {
    return (RSAPublicKey) KeyPairs.publicKey(TYPE, publicKey);
  }

  /**
   * From when on, and until when for what.
   *
   * @param publishedUntil by then the last token that it signed has expired
   */
  record Times(Instant createdAt, Instant signsUntil, Instant publishedUntil) {}
}
