package io.perennial.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.Credentials.Purpose;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.testing.Database;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
class AccessIT {

  private static final Duration LIFE = Duration.ofHours(1);

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Principals principals;
  private Credentials credentials;
  private SettableClock clock;
  private PrincipalId web1;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    principals = store.bean(Principals.class);
    credentials = store.bean(Credentials.class);
    clock = store.bean(SettableClock.class);
    web1 = principals.register(Principal.Kind.CONSUMER, "web1").id();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String issue(Purpose purpose) {
    return credentials.issue(web1, purpose, LIFE).token();
  }

  @Test
  void aTokenIsWhoseItIsForAsLongAsItLives() {
    String token = issue(Purpose.PULL);
    assertThat(credentials.verify(token, Purpose.PULL)).contains(web1);
    clock.advance(LIFE.minusMillis(1));
    assertThat(credentials.verify(token, Purpose.PULL)).contains(web1);
    clock.advance(Duration.ofMillis(1));
    assertThat(credentials.verify(token, Purpose.PULL)).isEmpty();
  }

  @Test
  void aTokenForOnePurposeIsWorthlessForAnother() {
    for (Purpose issued : Purpose.values()) {
      String token = issue(issued);
      for (Purpose asked : Purpose.values()) {
        assertThat(credentials.verify(token, asked).isPresent()).isEqualTo(issued == asked);
      }
    }
  }

  @Test
  void everyOtherTokenIsRefused() {
    String token = issue(Purpose.PULL);
    String id = token.substring(4, 36);
    String secret = token.substring(37);
    List<String> wrong = new ArrayList<>();
    for (int position = 0; position < secret.length() - 1; position++) {
      char other = secret.charAt(position) == 'A' ? 'B' : 'A';
      wrong.add(
          "pnl_"
              + id
              + "_"
              + secret.substring(0, position)
              + other
              + secret.substring(position + 1));
    }
    wrong.addAll(
        List.of(
            "",
            " ",
            token + " ",
            token + "A",
            token.substring(0, token.length() - 1),
            token.toUpperCase(java.util.Locale.ROOT),
            "pnl_" + id + "_",
            "pnl_" + "0".repeat(32) + "_" + secret,
            "PNL_" + id + "_" + secret,
            "pnl_" + id + "_" + "\u0000".repeat(43),
            "pnl_' or 1=1 --_" + secret,
            "x".repeat(100_000)));
    assertThat(wrong)
        .allSatisfy(text -> assertThat(credentials.verify(text, Purpose.PULL)).isEmpty());
    assertThat(credentials.verify(token, Purpose.PULL)).contains(web1);
  }

  @Test
  void aOneTimeTokenWorksOnceWhoeverIsFirst() throws Exception {
    String token = issue(Purpose.ENROL);
    int racers = 12;
    CountDownLatch together = new CountDownLatch(racers);
    List<Future<Optional<PrincipalId>>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < racers; i++) {
        all.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return credentials.redeem(token, Purpose.ENROL);
            }));
      }
    }
    int winners = 0;
    for (Future<Optional<PrincipalId>> one : all) {
      winners += one.get().isPresent() ? 1 : 0;
    }
    assertThat(winners).isEqualTo(1);
    assertThat(credentials.redeem(token, Purpose.ENROL)).isEmpty();
  }

  @Test
  void aRenewedTokenEndsItsPredecessorsAtItsFirstUse() {
    String first = issue(Purpose.PULL);
    String enrol = issue(Purpose.ENROL);
    credentials.verify(first, Purpose.PULL);
    clock.advance(Duration.ofSeconds(1));
    String second = issue(Purpose.PULL);
    clock.advance(Duration.ofSeconds(1));
    assertThat(credentials.verify(first, Purpose.PULL)).as("not used yet").contains(web1);
    assertThat(credentials.verify(second, Purpose.PULL)).contains(web1);
    assertThat(credentials.verify(first, Purpose.PULL)).isEmpty();
    assertThat(credentials.verify(second, Purpose.PULL)).contains(web1);
    assertThat(credentials.verify(enrol, Purpose.ENROL)).as("of another purpose").contains(web1);
  }

  @Test
  void revokingEndsAllAtOnceEvenThoseOfANodeWhoseClockIsAhead() {
    String now = issue(Purpose.PULL);
    clock.advance(Duration.ofMinutes(5));
    String ahead = issue(Purpose.PULL);
    clock.advance(Duration.ofMinutes(-5));
    String other = issue(Purpose.ENROL);
    credentials.revoke(web1, Purpose.PULL);
    assertThat(credentials.verify(now, Purpose.PULL)).isEmpty();
    assertThat(credentials.verify(ahead, Purpose.PULL)).isEmpty();
    assertThat(credentials.verify(other, Purpose.ENROL)).contains(web1);
  }

  @Test
  void noTokenIsStoredAndNonePrintsItself() {
    Credentials.Issued issued = credentials.issue(web1, Purpose.PULL, LIFE);
    byte[] stored =
        store
            .jdbc()
            .sql("select verifier from credential where principal_id = :id")
            .param("id", web1.value())
            .query(byte[].class)
            .single();
    assertThat(stored).hasSize(32);
    assertThat(new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(issued.token().substring(37));
    assertThat(issued.toString()).doesNotContain(issued.token().substring(37));
  }

  @Test
  void aNameIsTakenAmongItsKindOnlyAndLeavesNoHalfRow() {
    assertThatThrownBy(() -> principals.register(Principal.Kind.CONSUMER, "web1"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("is taken");
    assertThat(principals.register(Principal.Kind.USER, "web1").id()).isNotEqualTo(web1);
    assertThat(principals.findByName(Principal.Kind.CONSUMER, "web1"))
        .map(Principal::id)
        .contains(web1);
    assertThat(store.jdbc().sql("select count(*) from principal").query(Long.class).single())
        .isEqualTo(2);
  }

  @Test
  void aRoleHoldsAtItsScopeAndBelowAndNowhereElse() {
    ConsumerId consumer = new ConsumerId("1".repeat(32));
    Scope binding = Scope.binding(consumer, new BindingId("2".repeat(32)));
    Scope foreign = Scope.binding(consumer, new BindingId("3".repeat(32)));
    Principal actor = principals.find(web1).orElseThrow();
    Authorizer authorizer = store.bean(Authorizer.class);
    principals.assign(web1, Role.BOUND_CONSUMER, binding);

    authorizer.require(actor, Permission.READ_PRIVATE_KEY, binding);
    assertDenied(authorizer, actor, Permission.READ_PRIVATE_KEY, foreign);
    assertDenied(authorizer, actor, Permission.READ_PRIVATE_KEY, Scope.consumer(consumer));
    assertDenied(authorizer, actor, Permission.READ_PRIVATE_KEY, Scope.deployment());
    assertDenied(authorizer, actor, Permission.MANAGE_ACCESS, binding);

    principals.unassign(web1, Scope.consumer(consumer));
    assertDenied(authorizer, actor, Permission.READ_PRIVATE_KEY, binding);
  }

  @Test
  void nobodyTakesAPrivateKeyByBeingAdministrator() {
    PrincipalId admin = principals.register(Principal.Kind.USER, "admin").id();
    principals.assign(admin, Role.ADMINISTRATOR, Scope.deployment());
    Principal actor = principals.find(admin).orElseThrow();
    assertThat(principals.anyoneHolds(Role.ADMINISTRATOR)).isTrue();
    assertDenied(
        store.bean(Authorizer.class), actor, Permission.READ_PRIVATE_KEY, Scope.deployment());
  }

  private static void assertDenied(
      Authorizer authorizer, Principal actor, Permission permission, Scope scope) {
    assertThatThrownBy(() -> authorizer.require(actor, permission, scope))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
  }

  @Test
  void aPasswordIsItsOwnersAndReplacesTheOneBefore() {
    PrincipalId admin = principals.register(Principal.Kind.USER, "admin").id();
    principals.setPassword(admin, "correct horse battery");
    assertThat(principals.authenticate("admin", "correct horse battery")).isPresent();
    assertThat(principals.authenticate("admin", "correct horse batterz")).isEmpty();
    assertThat(principals.authenticate("nobody", "correct horse battery")).isEmpty();
    assertThat(principals.authenticate("web1", "correct horse battery")).isEmpty();
    principals.setPassword(admin, "another horse battery");
    assertThat(principals.authenticate("admin", "correct horse battery")).isEmpty();
    assertThatThrownBy(() -> principals.setPassword(admin, "short")).isInstanceOf(Refusal.class);
  }
}
