package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.IssuerState;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import io.perennial.connector.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemoryContextTest {

  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T00:00:00Z"));

  private InMemoryContext context(ConnectorFactory factory) throws CaMisconfigured {
    return new InMemoryContext(factory, Map.of("token", "t"), clock);
  }

  @Test
  void storesOnlyOverTheRevisionThatWasRead() {
    IssuerState state = new InMemoryIssuerState();
    assertThat(state.read()).isEmpty();
    assertThat(state.compareAndSet(1, new byte[] {1})).isFalse();
    assertThat(state.compareAndSet(0, new byte[] {1})).isTrue();
    assertThat(state.compareAndSet(0, new byte[] {2})).isFalse();
    assertThat(state.compareAndSet(1, new byte[] {3})).isTrue();
    assertThat(state.read().orElseThrow().revision()).isEqualTo(2);
    assertThat(state.read().orElseThrow().value()).containsExactly(3);
  }

  @Test
  void refusesMoreThanTheCoreStores() {
    assertThatThrownBy(() -> new InMemoryIssuerState().compareAndSet(0, new byte[64 * 1024 + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void makesAKeyOnceForEachName() throws Exception {
    InMemoryContext context = context(new ToyFactory());
    SigningKey key = context.signingKey("account", KeyType.P_384);
    assertThat(context.signingKey("account", KeyType.P_384).publicKey()).isEqualTo(key.publicKey());
    assertThat(context.signingKey("other", KeyType.P_384).publicKey())
        .isNotEqualTo(key.publicKey());
    assertThatThrownBy(() -> context.signingKey("account", KeyType.P_256))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void signsWithAlgorithmsThatFit() throws Exception {
    SigningKey key = context(new ToyFactory()).signingKey("account", KeyType.P_256);
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(key.publicKey());
    verifier.update(MESSAGE);
    assertThat(verifier.verify(key.sign("SHA256withECDSA", MESSAGE))).isTrue();
    assertThatThrownBy(() -> key.sign("SHA256withRSA", MESSAGE))
        .isInstanceOf(SignatureException.class);
    assertThatThrownBy(() -> key.sign("NoSuchAlgorithm", MESSAGE))
        .isInstanceOf(SignatureException.class);
  }

  @Test
  void lendsOrderKeysToSelfSigningFactoriesOnly() throws Exception {
    KeyPair pair = TestKeys.shared(KeyType.P_256);
    OrderKey order = TestRequests.newOrder();
    InMemoryContext plain = context(new ToyFactory());
    plain.keep(order, KeyType.P_256, pair);
    assertThatThrownBy(() -> plain.orderKey(order)).isInstanceOf(IllegalStateException.class);

    InMemoryContext selfSigning =
        context(
            new ToyFactory() {
              @Override
              public boolean selfSigning() {
                return true;
              }
            });
    assertThatThrownBy(() -> selfSigning.orderKey(order)).isInstanceOf(IllegalStateException.class);
    selfSigning.keep(order, KeyType.P_256, pair);
    assertThat(selfSigning.orderKey(order).publicKey()).isEqualTo(pair.getPublic());
  }

  @Test
  void movesTheClockOnlyWhenTold() throws Exception {
    InMemoryContext context = context(new ToyFactory());
    assertThat(context.clock().instant()).isEqualTo("2026-11-23T00:00:00Z");
    clock.advance(Duration.ofDays(1));
    assertThat(context.clock().instant()).isEqualTo("2026-11-24T00:00:00Z");
  }

  @Test
  void checksSettingsAgainstTheSchema() {
    assertThatThrownBy(() -> new InMemoryContext(new ToyFactory(), Map.of(), clock))
        .isInstanceOf(CaMisconfigured.class);
  }
}
