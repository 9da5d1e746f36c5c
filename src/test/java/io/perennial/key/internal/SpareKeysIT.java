package io.perennial.key.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.perennial.connector.KeyType;
import io.perennial.kernel.VersionId;
import io.perennial.key.KeyTaken;
import io.perennial.key.Keys;
import io.perennial.pki.Identifiers;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class SpareKeysIT {

  private static final int KEPT = 3;

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Keys keys;
  private SpareKeys spares;
  private int versions;

  @BeforeEach
  void open() {
    store =
        Store.in(folder)
            .on(database)
            .property("perennial.spare-keys.rsa2048", String.valueOf(KEPT))
            .open();
    keys = store.bean(Keys.class);
    spares = store.bean(SpareKeys.class);
    spares.fill();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Keys.NewKey generated() {
    VersionId version = new VersionId("%032x".formatted(++versions));
    return keys.generate(version, KeyType.RSA_2048, List.of(Identifiers.parse("a.example.com")));
  }

  private int ready() {
    return keys.spares(Fixtures.SYSTEM).get(KeyType.RSA_2048);
  }

  @Test
  void asManyAreKeptAsAreWantedAndNoMore() {
    assertThat(ready()).isEqualTo(KEPT);
    spares.fill();
    assertThat(ready()).isEqualTo(KEPT);
    Keys.NewKey key = generated();
    keys.store(Fixtures.SYSTEM, key);
    assertThat(stillThere(key)).isFalse();
    await().atMost(Duration.ofMinutes(1)).until(() -> ready() == KEPT);
  }

  private boolean stillThere(Keys.NewKey key) {
    return store
        .jdbc()
        .sql("select id from spare_key")
        .query(String.class)
        .list()
        .contains(key.spare().orElseThrow());
  }

  @Test
  void aSpareKeyBecomesAVersionsOwnAndSigns() throws Exception {
    Keys.NewKey key = generated();
    assertThat(key.spare()).isPresent();
    keys.store(Fixtures.SYSTEM, key);
    byte[] message = "signed".getBytes(StandardCharsets.UTF_8);
    byte[] signature = keys.signingKey(key.version()).sign("SHA256withRSA", message);
    Signature check = Signature.getInstance("SHA256withRSA");
    check.initVerify(key.publicKey());
    check.update(message);
    assertThat(check.verify(signature)).isTrue();
    assertThat(store.jdbc().sql("select sealed from spare_key").query(byte[].class).list())
        .as("sealed as what it is: moved to a version's row it does not open")
        .doesNotContain(key.sealed());
  }

  @Test
  void noKeyIsOfferedTwiceAndWhenNoneIsReadyOneIsMade() {
    List<Keys.NewKey> all = new ArrayList<>();
    for (int i = 0; i <= KEPT; i++) {
      all.add(generated());
    }
    assertThat(all).extracting(Keys.NewKey::publicKey).doesNotHaveDuplicates();
    assertThat(all.getLast().spare()).isEmpty();
  }

  @Test
  void ofTwoServersOneStoresIt() throws Exception {
    Keys.NewKey key = generated();
    String spare = key.spare().orElseThrow();
    CountDownLatch together = new CountDownLatch(2);
    int stored = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        all.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return taken(spare);
            }));
      }
      for (Future<Boolean> one : all) {
        stored += one.get() ? 1 : 0;
      }
    }
    assertThat(stored).isEqualTo(1);
    assertThatThrownBy(() -> keys.store(Fixtures.SYSTEM, key)).isInstanceOf(KeyTaken.class);
    assertThat(store.jdbc().sql("select count(*) from private_key").query(Long.class).single())
        .as("nothing was stored with the key that was lost")
        .isZero();
  }

  private boolean taken(String spare) {
    try {
      store.transaction().executeWithoutResult(status -> spares.taken(spare));
      return true;
    } catch (KeyTaken byTheOther) {
      return false;
    }
  }

  @Test
  void aTransactionThatFailsTakesNone() {
    Keys.NewKey key = generated();
    store
        .transaction()
        .executeWithoutResult(status -> {
          keys.store(Fixtures.SYSTEM, key);
          status.setRollbackOnly();
        });
    assertThat(stillThere(key)).isTrue();
    keys.store(Fixtures.SYSTEM, key);
    assertThat(stillThere(key)).isFalse();
  }
}
