package io.perennial.connector.acme.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandleProviderTest {

  private static final byte[] MESSAGE = {1, 2, 3};

  private record Lent(KeyType type, KeyPair pair) implements SigningKey {

    static Lent of(KeyType type) throws Exception {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type.algorithm());
      generator.initialize(type.bits());
      return new Lent(type, generator.generateKeyPair());
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
      } catch (GeneralSecurityException unfit) {
        throw new SignatureException(unfit);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P_256", "P_384", "RSA_2048"})
  void jcaSignsThroughTheHandle(KeyType type) throws Exception {
    KeyPair pair = HandleProvider.keyPair(Lent.of(type));

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
    KeyPair pair = HandleProvider.keyPair(Lent.of(KeyType.P_256));

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
    HandleProvider.keyPair(Lent.of(KeyType.P_256));
    Lent other = Lent.of(KeyType.P_256);

    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(other.pair().getPrivate());

    assertThat(signer.getProvider().getName()).doesNotContain("Perennial");
    assertThatThrownBy(() ->
            Signature.getInstance("SHA512withECDSA")
                .initSign(HandleProvider.keyPair(other).getPrivate()))
        .isInstanceOf(InvalidKeyException.class);
  }
}
