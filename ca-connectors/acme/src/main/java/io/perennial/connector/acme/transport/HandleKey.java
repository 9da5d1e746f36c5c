package io.perennial.connector.acme.transport;

import io.perennial.connector.SigningKey;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a library wants a private key, and holds none: only {@link HandleProvider} can use
 * it, and that asks the lent handle to sign.
 */
final class HandleKey implements PrivateKey {

  private final transient SigningKey handle;

  HandleKey(SigningKey handle) {
    this.handle = handle;
  }

  SigningKey handle() {
    return handle;
  }

  @Override
  public String getAlgorithm() {
    return handle.type().algorithm();
  }

  /** Null as JCA asks of keys that have no encoding. */
  @Override
  public @Nullable String getFormat() {
    return null;
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null;
  }

  /** Keys are serialisable by inheritance alone. */
  private void writeObject(ObjectOutputStream out) throws NotSerializableException {
    throw new NotSerializableException("a lent key stays where it is");
  }

  @Override
  public String toString() {
    return "HandleKey[" + handle.type() + "]";
  }
}
