package io.perennial.pki;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Encryption to RSA keys, by the names of JSON Web Algorithms (RFC 7518, section 4.1). */
public enum KeyEncryption {
  /** PKCS#1 1.5 (RFC 8017, section 7.2): whoever decrypts must not tell strangers what failed. */
  RSA1_5("RSA1_5", Optional.empty(), 11),
  RSA_OAEP("RSA-OAEP", Optional.of("SHA-1"), 42),
  RSA_OAEP_256("RSA-OAEP-256", Optional.of("SHA-256"), 66);

  private static final int BITS_OF_A_BYTE = 8;

  private final String name;
  private final Optional<String> hash;
  private final int overhead;

  KeyEncryption(String name, Optional<String> hash, int overhead) {
    this.name = name;
    this.hash = hash;
    this.overhead = overhead;
  }

  /** As it is written in requests. */
  public static Optional<KeyEncryption> named(String name) {
    return java.util.Arrays.stream(values()).filter(one -> one.name.equals(name)).findFirst();
  }

  /** How many bytes can be encrypted to a key at most. */
  public int most(PublicKey key) {
    int bits = ((RSAPublicKey) key).getModulus().bitLength();
    return bits / BITS_OF_A_BYTE - overhead;
  }

  /**
   * @param plain of {@link #most} bytes at most
   */
  public byte[] encrypt(PublicKey key, byte[] plain) throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, key).doFinal(plain);
  }

  /**
   * @throws GeneralSecurityException when nobody can have encrypted this to the key
   */
  public byte[] decrypt(PrivateKey key, byte[] encrypted) throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, key).doFinal(encrypted);
  }

  private Cipher cipher(int mode, java.security.Key key) throws GeneralSecurityException {
    if (hash.isEmpty()) {
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(mode, key);
      return cipher;
    }
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
    cipher.init(
        mode,
        key,
        new OAEPParameterSpec(
            hash.get(), "MGF1", new MGF1ParameterSpec(hash.get()), PSource.PSpecified.DEFAULT));
    return cipher;
  }

  @Override
  public String toString() {
    return name;
  }
}
