package io.perennial.pki;

import io.perennial.connector.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Makes, reads and uses key pairs. Bouncy Castle for elliptic curves, where it is up to five times
 * faster, and the JDK for RSA and Ed25519; a key never changes provider, because translating it at
 * each signature would cost a third of the rate.
 */
public final class KeyPairs {

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private KeyPairs() {}

  public static KeyPair generate(KeyType type) {
    try {
      if (type.algorithm().equals("EC")) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
        generator.initialize(new ECGenParameterSpec(curve(type)));
        return generator.generateKeyPair();
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm());
      generator.initialize(type.bits());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java runtime cannot make " + type, missing);
    }
  }

  private static String curve(KeyType type) {
    return "P-" + type.bits();
  }

  /**
   * @param pkcs8 DER (RFC 5958)
   */
  public static PrivateKey privateKey(KeyType type, byte[] pkcs8) {
    try {
      return keyFactory(type).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a stored private key cannot be read", broken);
    }
  }

  /**
   * @param spki DER of the SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7)
   */
  public static PublicKey publicKey(KeyType type, byte[] spki) {
    try {
      return keyFactory(type).generatePublic(new X509EncodedKeySpec(spki));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a stored public key cannot be read", broken);
    }
  }

  public static byte[] sign(PrivateKey key, String algorithm, byte[] message)
      throws SignatureException {
    try {
      Signature signature =
          key.getAlgorithm().startsWith("EC")
              ? Signature.getInstance(algorithm, BOUNCY_CASTLE)
              : Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException unfit) {
      throw new SignatureException(algorithm + " does not fit this key", unfit);
    }
  }

  private static KeyFactory keyFactory(KeyType type) throws GeneralSecurityException {
    return type.algorithm().equals("EC")
        ? KeyFactory.getInstance("EC", BOUNCY_CASTLE)
        : KeyFactory.getInstance(type.algorithm());
  }
}
