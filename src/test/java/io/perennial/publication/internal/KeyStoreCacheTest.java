package io.perennial.publication.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealContext;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.pki.KeyStoreFile;
import io.perennial.pki.Pem;
import io.perennial.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreCacheTest {

  private static final VersionId VERSION = new VersionId("1".repeat(32));
  private static final KeyPair KEY = TestKeys.shared(KeyType.P_256);
  private static final String CHAIN =
      Pem.certificates(
          List.of(
              TestCertificates.of(
                  "a.example.com",
                  Instant.parse("2026-11-23T00:00:00Z"),
                  Duration.ofDays(1),
                  KEY)));

  private final KeyStoreCache cache = new KeyStoreCache(new TransparentEnvelope());

  private byte[] pull(VersionId version, String password) {
    return pull(version, KeyStoreFile.PKCS12, password);
  }

  private byte[] pull(VersionId version, KeyStoreFile file, String password) {
    KeyStoreCache.Entry entry = new KeyStoreCache.Entry(version, KeyType.P_256, file);
    try (SecretBytes key = new SecretBytes(KEY.getPrivate().getEncoded());
        SecretBytes secret = secret(password);
        SecretBytes pfx = cache.get(entry, key, CHAIN, secret)) {
      return pfx.reveal().clone();
    }
  }

  private static SecretBytes secret(String password) {
    return new SecretBytes(password.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void buildsOnceForAVersionAndAPassword() throws Exception {
    byte[] first = pull(VERSION, "password one");
    assertThat(pull(VERSION, "password one")).isEqualTo(first);
    assertThat(cache.built()).isEqualTo(1);
    assertThat(pull(VERSION, "password two")).isNotEqualTo(first);
    pull(new VersionId("2".repeat(32)), "password one");
    assertThat(cache.built()).isEqualTo(3);

    KeyStore opened = KeyStore.getInstance("PKCS12");
    opened.load(new ByteArrayInputStream(first), "password one".toCharArray());
    assertThat(((ECPrivateKey) opened.getKey("certificate", "password one".toCharArray())).getS())
        .isEqualTo(((ECPrivateKey) KEY.getPrivate()).getS());
  }

  @Test
  void keepsKindsApart() throws Exception {
    byte[] jks = pull(VERSION, KeyStoreFile.JKS, "password one");
    assertThat(pull(VERSION, "password one")).isNotEqualTo(jks);
    assertThat(pull(VERSION, KeyStoreFile.JKS, "password one")).isEqualTo(jks);
    assertThat(cache.built()).isEqualTo(2);

    KeyStore opened = KeyStore.getInstance("JKS");
    opened.load(new ByteArrayInputStream(jks), "password one".toCharArray());
    assertThat(((ECPrivateKey) opened.getKey("certificate", "password one".toCharArray())).getS())
        .isEqualTo(((ECPrivateKey) KEY.getPrivate()).getS());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1234567",
        "spätes Passwort",
        "with\ttabulator",
        "line\nbreak!",
        "nul\0\0\0\0\0"
      })
  void refusesWhatProtectsNothingOrIsReadInDifferentWays(String password) {
    assertThatThrownBy(() -> pull(VERSION, password))
        .isInstanceOf(Refusal.class)
        .hasMessage("The PFX password has 8 to 128 characters, all of them ASCII.");
    assertThat(cache.built()).isZero();
  }

  @Test
  void takesThePasswordsAtBothEnds() {
    pull(VERSION, "12345678");
    pull(VERSION, "x".repeat(128));
    assertThatThrownBy(() -> pull(VERSION, "x".repeat(129))).isInstanceOf(Refusal.class);
  }

  /** Seals by doing nothing; tells passwords apart by their bytes. */
  private static final class TransparentEnvelope implements Envelope {

    @Override
    public byte[] seal(byte[] plaintext, SealContext context) {
      return plaintext.clone();
    }

    @Override
    public SecretBytes open(byte[] sealed, SealContext context) {
      return new SecretBytes(sealed.clone());
    }

    @Override
    public byte[] mac(String purpose, byte[] message) {
      return Arrays.copyOf(message, 32);
    }

    @Override
    public String deployment() {
      return "0".repeat(32);
    }
  }
}
