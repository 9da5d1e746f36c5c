package io.perennial.connector.acme;

import io.perennial.connector.ConnectorContext;
import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.connector.testkit.BorrowedContext;
import java.security.PublicKey;

/** An issuer whose keys cannot be unsealed. */
record Sealed(ConnectorContext lender) implements BorrowedContext {

  @Override
  public SigningKey signingKey(String name, KeyType type) {
    return new SealedKey(type, lender.signingKey(name, type).publicKey());
  }

  private record SealedKey(KeyType type, PublicKey publicKey) implements SigningKey {

    @Override
    public byte[] sign(String algorithm, byte[] message) {
      throw new IllegalStateException("the key-encryption key is not there");
    }
  }
}
