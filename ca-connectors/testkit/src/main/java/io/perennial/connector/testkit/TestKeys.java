package io.perennial.connector.testkit;

import io.perennial.connector.KeyType;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumMap;
import java.util.Map;

/** Key pairs for tests. */
public final class TestKeys {

  private static final Map<KeyType, KeyPair> SHARED = new EnumMap<>(KeyType.class);

  private TestKeys() {}

  /** A key pair that nobody else has. */
  public static KeyPair fresh(KeyType type) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm());
      switch (type) {
        case P_256 -> generator.initialize(new ECGenParameterSpec("secp256r1"));
        case P_384 -> generator.initialize(new ECGenParameterSpec("secp384r1"));
        case P_521 -> generator.initialize(new ECGenParameterSpec("secp521r1"));
        case ED25519 -> {}
        case RSA_2048, RSA_3072, RSA_4096 -> generator.initialize(type.bits());
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK makes no keys of type " + type, e);
    }
  }

  /** The same key pair at every call: RSA keys take seconds to find. */
  public static KeyPair shared(KeyType type) {
    synchronized (SHARED) {
      return SHARED.computeIfAbsent(type, TestKeys::fresh);
    }
  }
}
