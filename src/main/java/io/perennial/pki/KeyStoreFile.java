package io.perennial.pki;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;

/** Files that hold a private key and its chain under a password. */
public enum KeyStoreFile {
  /** RFC 7292, encrypted with AES-256. */
  PKCS12,
  /**
   * The same with triple DES and a MAC by SHA-1, for programs that read nothing else; weak by
   * today's measure.
   */
  COMPATIBLE_PKCS12,
  /** Java's own, for programs that read nothing else; its encryption is weak by today's measure. */
  JKS;

  /** Writes one, with a single entry {@code certificate}. */
  public byte[] build(PrivateKey key, List<X509Certificate> chain, char[] password) {
    return switch (this) {
      case COMPATIBLE_PKCS12 -> CompatiblePkcs12.build(key, chain, password);
      case PKCS12 ->
          password.length == 0 ? OpenPkcs12.build(key, chain) : store(key, chain, password);
      case JKS -> store(key, chain, password);
    };
  }

  private byte[] store(PrivateKey key, List<X509Certificate> chain, char[] password) {
    try {
      KeyStore store = KeyStore.getInstance(name());
      store.load(null, null);
      store.setKeyEntry("certificate", key, password, chain.toArray(Certificate[]::new));
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, password);
      return bytes.toByteArray();
    } catch (GeneralSecurityException | IOException impossible) {
      throw new IllegalStateException(name() + " cannot be written", impossible);
    }
  }
}
