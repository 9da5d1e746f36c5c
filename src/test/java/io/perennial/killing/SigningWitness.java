package io.perennial.killing;

import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.key.Keys;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.PublicKey;
import java.security.SignatureException;
import java.util.Optional;
import org.bouncycastle.asn1.x509.TBSCertificate;

/**
 * Writes down the serial of every certificate that a CA of the product's own signs, before the
 * signature leaves: what was signed and lost is counted too.
 */
record SigningWitness(SigningKey key, Marks marks) implements SigningKey {

  static Keys of(Keys keys, Marks marks) {
    return (Keys)
        Proxy.newProxyInstance(
            Keys.class.getClassLoader(),
            new Class<?>[] {Keys.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(keys, arguments);
                return method.getName().equals("issuerKey")
                    ? new SigningWitness((SigningKey) result, marks)
                    : result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  @Override
  public KeyType type() {
    return key.type();
  }

  @Override
  public PublicKey publicKey() {
    return key.publicKey();
  }

  @Override
  public byte[] sign(String algorithm, byte[] message) throws SignatureException {
    byte[] signature = key.sign(algorithm, message);
    serial(message).ifPresent(marks::signed);
    return signature;
  }

  /** Empty for what is no certificate, such as a message of an ACME account. */
  private static Optional<String> serial(byte[] message) {
    try {
      return Optional.of(
          TBSCertificate.getInstance(message).getSerialNumber().getValue().toString(16));
    } catch (IllegalArgumentException noCertificate) {
      return Optional.empty();
    }
  }
}
