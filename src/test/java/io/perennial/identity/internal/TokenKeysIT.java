package io.perennial.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealBroken;
import io.perennial.envelope.SealContext;
import io.perennial.testing.Database;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class TokenKeysIT {

  private static final JWTClaimsSet CLAIMS = new JWTClaimsSet.Builder().subject("x").build();

  @Parameter Database database;
  @TempDir Path folder;

  private Map<String, String> properties;
  private Store store;
  private TokenKeys keys;
  private SettableClock clock;

  @BeforeEach
  void open() {
    properties = database.properties();
    store = another();
    keys = store.bean(TokenKeys.class);
    clock = store.bean(SettableClock.class);
  }

  private Store another() {
    Store.Builder builder = Store.in(folder).with(TimeInHand.class);
    properties.forEach(builder::property);
    return builder.open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static String kid(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }

  private static List<String> published(TokenKeys keys) {
    return keys.published().stream().map(RSAKey::getKeyID).toList();
  }

  @Test
  void isMadeWhenFirstNeededAndOutlivesARestart() throws Exception {
    assertThat(store.jdbc().sql("select count(*) from token_key").query(Long.class).single())
        .isZero();
    String token = keys.sign(CLAIMS);
    RSAKey key = keys.published().getFirst();
    assertThat(key.size()).isEqualTo(2048);
    assertThat(key.isPrivate()).isFalse();
    assertThat(SignedJWT.parse(token).verify(new RSASSAVerifier(key))).isTrue();
    store.close();
    store = another();
    assertThat(kid(store.bean(TokenKeys.class).sign(CLAIMS))).isEqualTo(key.getKeyID());
  }

  @Test
  void isExchangedAfterThirtyDaysAndStaysPublishedAsLongAsItsTokensLive() throws Exception {
    String first = kid(keys.sign(CLAIMS));
    clock.advance(TokenKeys.SIGNS.minusMillis(1));
    String last = keys.sign(CLAIMS);
    assertThat(kid(last)).isEqualTo(first);
    clock.advance(Duration.ofMillis(1));
    String second = kid(keys.sign(CLAIMS));
    assertThat(second).isNotEqualTo(first);
    assertThat(published(keys)).containsExactly(second, first);
    clock.advance(TokenKeys.TOKEN_LIFE);
    assertThat(keys.find(first).orElseThrow())
        .satisfies(
            key -> assertThat(SignedJWT.parse(last).verify(new RSASSAVerifier(key))).isTrue());
    clock.advance(Duration.ofHours(1));
    assertThat(published(keys)).containsExactly(second);
    assertThat(keys.find(first)).isEmpty();
    clock.advance(TokenKeys.SIGNS.minusHours(1));
    keys.sign(CLAIMS);
    assertThat(store.jdbc().sql("select kid from token_key").query(String.class).list())
        .doesNotContain(first)
        .hasSize(2);
  }

  @Test
  void isExchangedWhenTheClockIsSetBack() throws Exception {
    String first = kid(keys.sign(CLAIMS));
    clock.advance(Duration.ofMinutes(-59));
    assertThat(kid(keys.sign(CLAIMS))).isEqualTo(first);
    clock.advance(Duration.ofDays(-1));
    String second = kid(keys.sign(CLAIMS));
    assertThat(published(keys)).containsExactly(second, first);
    clock.advance(Duration.ofDays(2));
    assertThat(kid(keys.sign(CLAIMS))).isEqualTo(second);
  }

  @Test
  void isOneHoweverManyAskForTheFirst() throws Exception {
    Set<String> kids = ConcurrentHashMap.newKeySet();
    List<Store> others =
        database == Database.POSTGRESQL ? List.of(another(), another()) : List.of();
    List<TokenKeys> all = new ArrayList<>(List.of(keys, keys));
    others.forEach(other -> all.add(other.bean(TokenKeys.class)));
    CountDownLatch begin = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
      List<Future<?>> asking = new ArrayList<>();
      for (TokenKeys each : all) {
        asking.add(
            threads.submit(() -> {
              begin.await();
              return kids.add(kid(each.sign(CLAIMS)));
            }));
      }
      begin.countDown();
      for (Future<?> one : asking) {
        one.get();
      }
    }
    assertThat(kids).hasSize(1);
    for (TokenKeys each : all) {
      assertThat(published(each)).containsExactlyElementsOf(kids);
      assertThat(each.find(kids.iterator().next())).isPresent();
    }
    others.forEach(Store::close);
  }

  @Test
  void isSealedUnderItsRow() throws Exception {
    String kid = kid(keys.sign(CLAIMS));
    byte[] sealed = store.jdbc().sql("select sealed from token_key").query(byte[].class).single();
    Envelope envelope = store.bean(Envelope.class);
    Assertions.assertThatThrownBy(() -> envelope.open(sealed, new SealContext("token-key", "x")))
        .isInstanceOf(SealBroken.class);
    envelope.open(sealed, new SealContext("token-key", kid)).close();
    assertThat(
            store
                .jdbc()
                .sql("select subject from audit_entry where action = 'token-key.create'")
                .query(String.class)
                .list())
        .containsExactly(kid);
  }
}
