package io.perennial.pki;

import io.perennial.connector.KeyType;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Makes, reads and uses key pairs. Bouncy Castle for elliptic curves, where it is up to five times
 * faster, and the JDK for RSA and Ed25519; a key never changes provider, because translating it at
 * each signature would cost a third of the rate.
 */
public final class KeyPairs {

  private static final Pattern ECDSA = Pattern.compile("SHA(256|384|512)withECDSA");
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  /**
   * By the size of their order. A base point carries a table of its multiples; each key that is
   * read brings a base point of its own, whose table would cost twice what a signature does.
   */
  private static final Map<Integer, ECDomainParameters> CURVES =
      Stream.of("P-256", "P-384", "P-521")
          .map(name -> new ECDomainParameters(CustomNamedCurves.getByName(name)))
          .collect(Collectors.toUnmodifiableMap(curve -> curve.getN().bitLength(), curve -> curve));

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
    if (key instanceof ECPrivateKey elliptic) {
      return signElliptic(elliptic, algorithm, message);
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException unfit) {
      throw new SignatureException(algorithm + " does not fit this key", unfit);
    }
  }

  private static byte[] signElliptic(ECPrivateKey key, String algorithm, byte[] message)
      throws SignatureException {
    Matcher named = ECDSA.matcher(algorithm);
    if (!named.matches()) {
      throw new SignatureException(algorithm + " does not fit this key");
    }
    ECPrivateKeyParameters parameters = parameters(key);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-" + named.group(1));
      ECDSASigner signer = new ECDSASigner();
      signer.init(true, parameters);
      BigInteger[] signature = signer.generateSignature(digest.digest(message));
      return StandardDSAEncoding.INSTANCE.encode(
          parameters.getParameters().getN(), signature[0], signature[1]);
    } catch (NoSuchAlgorithmException | IOException unfit) {
      throw new SignatureException(algorithm + " does not fit this key", unfit);
    }
  }

  /** A private key on a curve that has its table of multiples ready. */
  static ECPrivateKeyParameters parameters(ECPrivateKey key) throws SignatureException {
    ECDomainParameters curve = CURVES.get(key.getParams().getOrder().bitLength());
    if (curve == null) {
      throw new SignatureException("nothing signs with a key on such a curve");
    }
    return new ECPrivateKeyParameters(key.getS(), curve);
  }

  /**
   * Whether a key made a certificate's signature.
   *
   * @throws GeneralSecurityException when it did not, or could not have
   */
  static void verify(X509Certificate certificate, PublicKey key) throws GeneralSecurityException {
    if (key.getAlgorithm().equals("EC")) {
      certificate.verify(key, BOUNCY_CASTLE);
    } else {
      certificate.verify(key);
    }
  }

  private static KeyFactory keyFactory(KeyType type) throws GeneralSecurityException {
    return type.algorithm().equals("EC")
        ? KeyFactory.getInstance("EC", BOUNCY_CASTLE)
        : KeyFactory.getInstance(type.algorithm());
  }
}
