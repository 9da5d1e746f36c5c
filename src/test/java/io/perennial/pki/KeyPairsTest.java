package io.perennial.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.KeyType;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyPairsTest {

  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  /** Verified by the JDK, which shares no code with what signs. */
  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P_256", "P_384", "P_521", "RSA_2048", "ED25519"})
  void aKeyThatWasStoredSignsWhatTheJdkVerifies(KeyType type) throws Exception {
    KeyPair pair = KeyPairs.generate(type);
    byte[] signature =
        KeyPairs.sign(
            KeyPairs.privateKey(type, pair.getPrivate().getEncoded()),
            type.signatureAlgorithm(),
            MESSAGE);

    assertThat(verified(pair.getPublic(), type, signature, MESSAGE)).isTrue();
    assertThat(verified(pair.getPublic(), type, signature, new byte[] {1})).isFalse();
  }

  @Test
  void noKeySignsByAnAlgorithmThatDoesNotFit() {
    KeyPair elliptic = KeyPairs.generate(KeyType.P_256);

    assertThatThrownBy(() -> KeyPairs.sign(elliptic.getPrivate(), "SHA256withRSA", MESSAGE))
        .isInstanceOf(SignatureException.class)
        .hasMessageContaining("SHA256withRSA");
  }

  @Test
  void aCertificateIsVerifiedByTheKeyThatSignedItAlone() throws Exception {
    X509Certificate certificate =
        EphemeralCertificate.create(Instant.parse("2026-03-01T00:00:00Z")).chain().getFirst();

    KeyPairs.verify(certificate, certificate.getPublicKey());
    PublicKey other = KeyPairs.generate(KeyType.P_256).getPublic();
    assertThatThrownBy(() -> KeyPairs.verify(certificate, other))
        .isInstanceOf(SignatureException.class);
    PublicKey unfit = KeyPairs.generate(KeyType.RSA_2048).getPublic();
    assertThatThrownBy(() -> KeyPairs.verify(certificate, unfit))
        .isInstanceOf(GeneralSecurityException.class);
  }

  private static boolean verified(PublicKey key, KeyType type, byte[] signature, byte[] message)
      throws Exception {
    PublicKey read =
        KeyFactory.getInstance(type.algorithm())
            .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    Signature verifier = Signature.getInstance(type.signatureAlgorithm());
    verifier.initVerify(read);
    verifier.update(message);
    return verifier.verify(signature);
  }
}
