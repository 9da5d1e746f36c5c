package io.perennial.pki;

import io.perennial.connector.KeyType;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.encodings.PKCS1Encoding;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Signatures over digests that somebody else has made, by their names as JSON Web Algorithms (RFC
 * 7518, section 3.1). With Bouncy Castle, because the JDK hashes a message itself.
 */
public enum DigestSignature {
  RS256("RSA", 256),
  RS384("RSA", 384),
  RS512("RSA", 512),
  PS256("RSA", 256),
  PS384("RSA", 384),
  PS512("RSA", 512),
  ES256("P-256", 256),
  ES384("P-384", 384),
  ES512("P-521", 512);

  private static final int BITS_OF_A_BYTE = 8;

  private final String key;
  private final int hash;

  DigestSignature(String key, int hash) {
    this.key = key;
    this.hash = hash;
  }

  /** Whether a key of a type can sign so. */
  public boolean fits(KeyType type) {
    return key.equals(type.algorithm()) || key.equals("P-" + type.bits());
  }

  /** How many bytes a digest has. */
  public int length() {
    return hash / BITS_OF_A_BYTE;
  }

  /**
   * @param digest of {@link #length()} bytes
   * @return for ECDSA r and s, one after the other (RFC 7518, section 3.4)
   */
  public byte[] sign(PrivateKey signing, byte[] digest) throws SignatureException {
    try {
      return switch (this) {
        case RS256, RS384, RS512 -> {
          PKCS1Encoding engine = new PKCS1Encoding(new RSABlindedEngine());
          engine.init(true, PrivateKeyFactory.createKey(signing.getEncoded()));
          byte[] info = info(digest);
          yield engine.processBlock(info, 0, info.length);
        }
        case PS256, PS384, PS512 -> {
          PSSSigner signer = pss();
          signer.init(true, PrivateKeyFactory.createKey(signing.getEncoded()));
          signer.update(digest, 0, digest.length);
          yield signer.generateSignature();
        }
        case ES256, ES384, ES512 -> {
          ECPrivateKeyParameters parameters = KeyPairs.parameters((ECPrivateKey) signing);
          ECDSASigner signer = new ECDSASigner();
          signer.init(true, parameters);
          BigInteger[] made = signer.generateSignature(digest);
          yield PlainDSAEncoding.INSTANCE.encode(
              parameters.getParameters().getN(), made[0], made[1]);
        }
      };
    } catch (IOException | CryptoException | RuntimeException unfit) {
      throw new SignatureException(this + " does not fit this key", unfit);
    }
  }

  /**
   * @param digest of {@link #length()} bytes
   * @return whether the private key to this one made the signature
   */
  public boolean verify(PublicKey verifying, byte[] digest, byte[] signature) {
    try {
      CipherParameters parameters = PublicKeyFactory.createKey(verifying.getEncoded());
      return switch (this) {
        case RS256, RS384, RS512 -> {
          PKCS1Encoding engine = new PKCS1Encoding(new RSABlindedEngine());
          engine.init(false, parameters);
          yield MessageDigest.isEqual(
              info(digest), engine.processBlock(signature, 0, signature.length));
        }
        case PS256, PS384, PS512 -> {
          PSSSigner signer = pss();
          signer.init(false, parameters);
          signer.update(digest, 0, digest.length);
          yield signer.verifySignature(signature);
        }
        case ES256, ES384, ES512 -> {
          ECDSASigner signer = new ECDSASigner();
          signer.init(false, parameters);
          BigInteger[] sent = PlainDSAEncoding.INSTANCE.decode(signer.getOrder(), signature);
          yield signer.verifySignature(digest, sent[0], sent[1]);
        }
      };
    } catch (IOException | InvalidCipherTextException | RuntimeException notASignature) {
      return false;
    }
  }

  private PSSSigner pss() {
    return PSSSigner.createRawSigner(new RSABlindedEngine(), digest());
  }

  private Digest digest() {
    return switch (hash) {
      case 256 -> SHA256Digest.newInstance();
      case 384 -> new SHA384Digest();
      default -> new SHA512Digest();
    };
  }

  /** What is signed (RFC 8017, section 9.2). */
  private byte[] info(byte[] digest) throws IOException {
    return new DigestInfo(
            new AlgorithmIdentifier(
                switch (hash) {
                  case 256 -> NISTObjectIdentifiers.id_sha256;
                  case 384 -> NISTObjectIdentifiers.id_sha384;
                  default -> NISTObjectIdentifiers.id_sha512;
                },
                DERNull.INSTANCE),
            digest)
        .getEncoded();
  }
}
