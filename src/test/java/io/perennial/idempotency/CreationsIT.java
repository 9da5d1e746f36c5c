package io.perennial.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.Principal;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class CreationsIT {

  private static final Principal ACTOR =
      new Principal(new PrincipalId("a".repeat(32)), Principal.Kind.APPLICATION, "program");
  private static final byte[] DIGEST = {1, 2, 3};

  @Parameter Database database;
  @TempDir Path folder;

  private final AtomicInteger created = new AtomicInteger();
  private Store store;
  private Creations creations;
  private SettableClock clock;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    creations = store.bean(Creations.class);
    clock = store.bean(SettableClock.class);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String create(String key, byte[] digest) {
    return new String(
        creations.once(
            ACTOR,
            key,
            digest,
            () -> ("secret-answer-" + created.incrementAndGet()).getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }

  @Test
  void bringsTheFirstAnswerForADayAndThenCreatesAnew() {
    assertThat(create("key", DIGEST)).isEqualTo("secret-answer-1");
    clock.advance(Creations.KEPT.minusMillis(1));
    assertThat(create("key", DIGEST)).isEqualTo("secret-answer-1");
    clock.advance(Duration.ofMillis(1));
    assertThat(create("key", DIGEST)).isEqualTo("secret-answer-2");
    assertThat(create("key", DIGEST)).isEqualTo("secret-answer-2");
  }

  @Test
  void aKeyIsForOneRequest() {
    create("key", DIGEST);
    assertThatThrownBy(() -> create("key", new byte[] {9}))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.MISUSED));
    assertThat(created).hasValue(1);
  }

  @Test
  void anAnswerLiesSealed() {
    create("key", DIGEST);
    byte[] stored =
        store
            .jdbc()
            .sql("select answer from idempotent_creation")
            .query((row, number) -> row.getBytes("answer"))
            .single();
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
  }

  @Test
  void whatIsCreatedStandsOrFallsWithItsKey() {
    Fixtures fixtures = new Fixtures(store);
    assertThatThrownBy(() ->
            creations.once(
                ACTOR,
                "key",
                DIGEST,
                () -> {
                  fixtures.certificate("half");
                  throw Refusal.conflict("no");
                }))
        .isInstanceOf(Refusal.class);
    assertThat(count("certificate")).isZero();
    assertThat(count("idempotent_creation")).isZero();
    assertThat(create("key", DIGEST)).isEqualTo("secret-answer-1");
  }

  private long count(String table) {
    return store.jdbc().sql("select count(*) from " + table).query(Long.class).single();
  }

  @Test
  void ofManyAtOnceOneCreatesAndAllGetItsAnswer() throws Exception {
    CyclicBarrier start = new CyclicBarrier(8);
    List<Future<String>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        all.add(
            threads.submit(() -> {
              start.await();
              return create("contested", DIGEST);
            }));
      }
    }
    assertThat(count("idempotent_creation")).isEqualTo(1);
    String kept = create("contested", DIGEST);
    assertThat(
            all.stream().filter(one -> one.state() == Future.State.SUCCESS).map(Future::resultNow))
        .isNotEmpty()
        .containsOnly(kept);
  }
}
