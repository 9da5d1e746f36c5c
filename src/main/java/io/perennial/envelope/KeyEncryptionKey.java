package io.perennial.envelope;

import java.security.GeneralSecurityException;

/**
 * Wraps data keys. A key file today; a passphrase, a PKCS#11 token or a key management service fit
 * the same port, because each can encrypt with associated data.
 */
public interface KeyEncryptionKey {

  /** Tells keys apart, so that a sealed value names the one it needs. */
  String id();

  byte[] wrap(byte[] dataKey, byte[] associatedData) throws GeneralSecurityException;

  byte[] unwrap(byte[] wrapped, byte[] associatedData) throws GeneralSecurityException;
}
