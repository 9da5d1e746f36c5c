package io.perennial.connector.local;

import io.perennial.connector.KeyType;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Tells what a public key is by looking at it. */
final class KeyTypes {

  private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);

  private KeyTypes() {}

  /** The type; empty for other curves and sizes, and for RSA exponents below 65,537. */
  static Optional<KeyType> of(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa when sound(rsa.getPublicExponent()) ->
          Arrays.stream(KeyType.values())
              .filter(type -> type.algorithm().equals("RSA"))
              .filter(type -> type.bits() == rsa.getModulus().bitLength())
              .findFirst();
      case ECPublicKey ec -> curve(ec);
      default -> edwards(key);
    };
  }

  /** By the encoding, which is the same whoever made the key; without parameters (RFC 8410, 3). */
  private static Optional<KeyType> edwards(PublicKey key) {
    AlgorithmIdentifier algorithm =
        SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
    return algorithm.equals(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519))
        ? Optional.of(KeyType.ED25519)
        : Optional.empty();
  }

  private static boolean sound(BigInteger exponent) {
    return exponent.testBit(0) && exponent.compareTo(LEAST_EXPONENT) >= 0;
  }

  /** By the curve's name in the encoding: a size alone would let other curves pass. */
  private static Optional<KeyType> curve(ECPublicKey key) {
    Object parameters =
        SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm().getParameters();
    return parameters instanceof ASN1ObjectIdentifier name ? curve(name) : Optional.empty();
  }

  private static Optional<KeyType> curve(ASN1ObjectIdentifier name) {
    if (name.equals(X9ObjectIdentifiers.prime256v1)) {
      return Optional.of(KeyType.P_256);
    }
    if (name.equals(SECObjectIdentifiers.secp384r1)) {
      return Optional.of(KeyType.P_384);
    }
    return name.equals(SECObjectIdentifiers.secp521r1)
        ? Optional.of(KeyType.P_521)
        : Optional.empty();
  }
}
