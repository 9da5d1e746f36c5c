package io.perennial.connector.testkit;

import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;

/** A handle on a key pair that the JDK holds. */
public final class InMemorySigningKey implements SigningKey {

  private final KeyType type;
  private final KeyPair pair;

  public InMemorySigningKey(KeyType type, KeyPair pair) {
    this.type = type;
    this.pair = pair;
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
    } catch (SignatureException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new SignatureException(algorithm + " does not fit a key of type " + type, e);
    }
  }

  /** For the contract's search for leaks. */
  PrivateKey privateKey() {
    return pair.getPrivate();
  }

  @Override
  public String toString() {
    return "SigningKey[" + type + "]";
  }
}
