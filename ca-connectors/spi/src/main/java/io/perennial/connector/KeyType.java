package io.perennial.connector;

/** The key types that certificates, accounts and CAs may have, those first that most CAs take. */
public enum KeyType {
  P_256("EC", 256),
  P_384("EC", 384),
  RSA_2048("RSA", 2048),
  RSA_3072("RSA", 3072),
  RSA_4096("RSA", 4096),
  P_521("EC", 521),
  ED25519("Ed25519", 255);

  private final String algorithm;
  private final int bits;

  KeyType(String algorithm, int bits) {
    this.algorithm = algorithm;
    this.bits = bits;
  }

  /** The JCA key algorithm: {@code EC}, {@code RSA} or {@code Ed25519} (RFC 8032). */
  public String algorithm() {
    return algorithm;
  }

  /** The size of the modulus or of the curve's field, in bits. */
  public int bits() {
    return bits;
  }

  /** The JCA signature algorithm that fits a key of this type. */
  public String signatureAlgorithm() {
    return switch (this) {
      case P_256 -> "SHA256withECDSA";
      case P_384 -> "SHA384withECDSA";
      case P_521 -> "SHA512withECDSA";
      case ED25519 -> "Ed25519";
      case RSA_2048, RSA_3072, RSA_4096 -> "SHA256withRSA";
    };
  }
}
