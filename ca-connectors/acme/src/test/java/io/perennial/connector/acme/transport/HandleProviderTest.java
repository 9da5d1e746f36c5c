package io.perennial.connector.acme.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.connector.testkit.InMemorySigningKey;
import io.perennial.connector.testkit.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.Signature;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandleProviderTest {

  private static final byte[] MESSAGE = {1, 2, 3};

  private static SigningKey lent(KeyType type) {
    return new InMemorySigningKey(type, TestKeys.shared(type));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P_256", "P_384", "RSA_2048"})
  void jcaSignsThroughTheHandle(KeyType type) throws Exception {
    KeyPair pair = HandleProvider.keyPair(lent(type));

    Signature signer = Signature.getInstance(type.signatureAlgorithm());
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE[0]);
    signer.update(Arrays.copyOfRange(MESSAGE, 1, MESSAGE.length));
    byte[] signature = signer.sign();

    Signature verifier = Signature.getInstance(type.signatureAlgorithm());
    verifier.initVerify(pair.getPublic());
    verifier.update(MESSAGE);
    assertThat(verifier.verify(signature)).isTrue();
  }

  @Test
  void nothingLeavesTheStandIn() throws Exception {
    KeyPair pair = HandleProvider.keyPair(lent(KeyType.P_256));

    assertThat(pair.getPrivate().getEncoded()).isNull();
    assertThat(pair.getPrivate().getFormat()).isNull();
    assertThat(pair.getPrivate()).hasToString("HandleKey[P_256]");
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      assertThatThrownBy(() -> out.writeObject(pair.getPrivate()))
          .isInstanceOf(NotSerializableException.class);
    }
  }

  @Test
  void otherKeysAreSignedElsewhere() throws Exception {
    HandleProvider.keyPair(lent(KeyType.P_256));
    KeyPair other = TestKeys.fresh(KeyType.P_256);

    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(other.getPrivate());

    assertThat(signer.getProvider().getName()).doesNotContain("Perennial");
    assertThatThrownBy(() ->
            Signature.getInstance("SHA512withECDSA")
                .initSign(HandleProvider.keyPair(lent(KeyType.P_256)).getPrivate()))
        .isInstanceOf(InvalidKeyException.class);
  }
}
