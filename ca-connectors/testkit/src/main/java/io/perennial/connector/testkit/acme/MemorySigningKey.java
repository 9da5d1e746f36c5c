package io.perennial.connector.testkit.acme;

import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** A signing handle over a key pair in memory. */
final class MemorySigningKey implements SigningKey {

  private final KeyType type;
  private final KeyPair pair;

  MemorySigningKey(KeyType type) {
    this.type = type;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm());
      generator.initialize(type.bits());
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK makes such keys", impossible);
    }
  }

  @Override
  public KeyType type() {
    return type;
  }

  @Override
  public PublicKey publicKey() {
    return pair.getPublic();
  }

  @Override
  public byte[] sign(String algorithm, byte[] message) throws SignatureException {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (SignatureException failed) {
      throw failed;
    } catch (GeneralSecurityException unfit) {
      throw new SignatureException(algorithm + " does not fit a key of type " + type, unfit);
    }
  }
}
