package io.perennial.connector.acme.transport;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import org.jspecify.annotations.Nullable;

/** A signature made by a lent handle. Signs only; anybody can verify without us. */
final class HandleSignature extends SignatureSpi {

  private final String algorithm;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private @Nullable HandleKey key;

  HandleSignature(String algorithm) {
    this.algorithm = algorithm;
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    if (!(privateKey instanceof HandleKey handleKey)) {
      throw new InvalidKeyException("only keys that are handles are signed with here");
    }
    if (!handleKey.handle().type().signatureAlgorithm().equals(algorithm)) {
      throw new InvalidKeyException(handleKey + " is not signed with by " + algorithm);
    }
    key = handleKey;
    message.reset();
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    throw new InvalidKeyException("handles do not verify");
  }

  @Override
  protected void engineUpdate(byte each) {
    message.write(each);
  }

  @Override
  protected void engineUpdate(byte[] bytes, int offset, int length) {
    message.write(bytes, offset, length);
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    if (key == null) {
      throw new SignatureException("no key was given");
    }
    byte[] whole = message.toByteArray();
    message.reset();
    try {
      return key.handle().sign(algorithm, whole);
    } catch (RuntimeException unusable) {
      // Such as a key that cannot be unsealed now: no fault of the CA, so it must not look like
      // one.
      throw new SignatureException("the key could not be used", unusable);
    }
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    throw new SignatureException("handles do not verify");
  }

  @Deprecated
  @Override
  protected void engineSetParameter(String name, Object value) {
    throw new InvalidParameterException("there are no parameters");
  }

  @Deprecated
  @Override
  protected Object engineGetParameter(String name) {
    throw new InvalidParameterException("there are no parameters");
  }
}
