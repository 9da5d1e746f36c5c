package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.KeyType;
import io.perennial.connector.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CanariesTest {

  private static final String SECRET = "s3cr3t?>value~";

  private static Canaries withSecret() throws Exception {
    ToyFactory factory = new ToyFactory();
    Canaries canaries = new Canaries();
    canaries.addSecretsOf(
        factory.settings(), Settings.of(factory.settings(), Map.of("token", SECRET)));
    return canaries;
  }

  @Test
  void findsASecretInEverySpelling() throws Exception {
    byte[] secret = SECRET.getBytes(StandardCharsets.UTF_8);
    Canaries canaries = withSecret();
    assertThat(canaries.foundIn("a " + SECRET + " b")).contains("the setting 'token'");
    assertThat(canaries.foundIn(HexFormat.of().formatHex(secret))).isPresent();
    assertThat(canaries.foundIn(HexFormat.of().withUpperCase().formatHex(secret))).isPresent();
    assertThat(canaries.foundIn(Base64.getEncoder().encodeToString(secret))).isPresent();
    assertThat(canaries.foundIn(Base64.getUrlEncoder().encodeToString(secret))).isPresent();
    assertThat(canaries.foundIn("nothing of the kind")).isEmpty();
  }

  @Test
  void looksIntoCauses() throws Exception {
    assertThat(withSecret().foundIn(new IllegalStateException("a", new IOException(SECRET))))
        .isPresent();
    assertThat(withSecret().foundIn(new IllegalStateException("a", new IOException("b"))))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void findsPrivateKeysButNotPublicOnes(KeyType type) {
    KeyPair pair = TestKeys.shared(type);
    Canaries canaries = new Canaries();
    canaries.add(pair.getPrivate());
    assertThat(canaries.foundIn(pair.getPrivate().getEncoded())).isPresent();
    assertThat(canaries.foundIn(pair.getPublic().getEncoded())).isEmpty();
  }
}
