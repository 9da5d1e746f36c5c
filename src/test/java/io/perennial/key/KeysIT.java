package io.perennial.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.pki.KeyPairs;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Signature;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ParameterizedClass
@EnumSource(Database.class)
@ExtendWith(OutputCaptureExtension.class)
class KeysIT {

  private static final VersionId VERSION = new VersionId("a".repeat(32));
  private static final VersionId OTHER = new VersionId("b".repeat(32));
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Keys keys;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).open();
    keys = store.bean(Keys.class);
    keys.store(Fixtures.SYSTEM, generated(VERSION, KeyType.P_256));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Keys.NewKey generated(VersionId version, KeyType type) {
    return keys.generate(version, type, List.of(Identifiers.parse("a.example.com")));
  }

  private SecretBytes reveal(VersionId version) {
    return keys.reveal(Fixtures.SYSTEM, Scope.deployment(), version, "test");
  }

  @Test
  void revealsTheKeyThatWasStored(CapturedOutput output) throws Exception {
    SigningKey handle = keys.signingKey(VERSION);
    try (SecretBytes pkcs8 = reveal(VERSION)) {
      byte[] signature =
          KeyPairs.sign(
              KeyPairs.privateKey(KeyType.P_256, pkcs8.reveal()), "SHA256withECDSA", MESSAGE);
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(handle.publicKey());
      check.update(MESSAGE);
      assertThat(check.verify(signature)).isTrue();
      assertThat(output.getAll()).doesNotContain(HexFormat.of().formatHex(pkcs8.reveal()));
    }
  }

  @Test
  void auditsEachReadingBeforeTheBytesLeave() {
    long before = reads();
    reveal(VERSION).close();
    assertThat(reads()).isEqualTo(before + 1);
  }

  private long reads() {
    return store
        .jdbc()
        .sql("select count(*) from audit_entry where action = 'key.read' and outcome = 'done'")
        .query(Long.class)
        .single();
  }

  @Test
  void theEntryStandsThoughTheCallerRollsBack() {
    long before = reads();
    store
        .transaction()
        .executeWithoutResult(status -> {
          reveal(VERSION).close();
          status.setRollbackOnly();
        });
    assertThat(reads()).isEqualTo(before + 1);
  }

  @Test
  void revealsNothingWhenTheAuditCannotBeWritten() {
    store.jdbc().sql("alter table audit_entry rename to audit_elsewhere").update();
    assertThatThrownBy(() -> reveal(VERSION))
        .isInstanceOf(org.springframework.dao.DataAccessException.class);
    store.jdbc().sql("alter table audit_elsewhere rename to audit_entry").update();
    reveal(VERSION).close();
  }

  @Test
  void revealsNothingWhileTheAuditIsHeld() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> holder =
          threads.submit(() ->
              store
                  .transaction()
                  .executeWithoutResult(status -> {
                    store.jdbc().sql("update audit_head set sequence = sequence").update();
                    held.countDown();
                    await(release);
                  }));
      await(held);
      Future<SecretBytes> revealed = threads.submit(() -> reveal(VERSION));
      assertThatThrownBy(() -> revealed.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
      release.countDown();
      holder.get(10, TimeUnit.SECONDS);
      revealed.get(10, TimeUnit.SECONDS).close();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void nobodyWithoutTheRightGetsAKey() {
    Principal nobody =
        store.bean(io.perennial.access.Principals.class).register(Principal.Kind.USER, "nobody");
    assertThatThrownBy(() -> keys.reveal(nobody, Scope.deployment(), VERSION, "test"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("may not READ_PRIVATE_KEY");
    assertThat(reads()).isZero();
  }

  @Test
  void swappedRowsDoNotOpen() {
    keys.store(Fixtures.SYSTEM, generated(OTHER, KeyType.P_256));
    store
        .jdbc()
        .sql(
            """
            update private_key set sealed = (select sealed from private_key where id = :other)
            where id = :version
            """)
        .param("other", OTHER.value())
        .param("version", VERSION.value())
        .update();
    assertThatThrownBy(() -> reveal(VERSION))
        .isInstanceOf(io.perennial.envelope.SealBroken.class)
        .hasMessageContaining("restore it from a backup");
    assertThatThrownBy(() -> keys.signingKey(VERSION).sign("SHA256withECDSA", MESSAGE))
        .isInstanceOf(io.perennial.envelope.SealBroken.class);
  }

  @Test
  void anIssuersKeyIsMadeOnceWhoeverAsksFirst() throws Exception {
    var issuer = new Fixtures(store).selfSigned();
    List<Future<SigningKey>> all = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(8);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return keys.issuerKey(issuer, "root", KeyType.P_256);
            }));
      }
    }
    Set<String> distinct =
        all.stream()
            .map(Future::resultNow)
            .map(key -> HexFormat.of().formatHex(key.publicKey().getEncoded()))
            .collect(Collectors.toSet());
    assertThat(distinct).hasSize(1);
    assertThatThrownBy(() -> keys.issuerKey(issuer, "root", KeyType.P_384))
        .hasMessageContaining("exists as P_256");
  }

  @Test
  void everyKeyTypeSurvivesTheStore() throws Exception {
    int number = 0;
    for (KeyType type : KeyType.values()) {
      VersionId version = new VersionId("%032x".formatted(++number));
      Keys.NewKey key = generated(version, type);
      keys.store(Fixtures.SYSTEM, key);
      assertThat(keys.type(version)).isEqualTo(type);
      assertThat(keys.signingKey(version).publicKey()).isEqualTo(key.publicKey());
      assertThat(keys.signingKey(version).sign(type.signatureAlgorithm(), MESSAGE)).isNotEmpty();
      assertThat(key.toString()).contains(version.value()).hasSizeLessThan(80);
    }
  }
}
