package io.perennial.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import io.perennial.vault.Vaults;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class ApiTokensIT {

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private ApiTokens tokens;
  private SettableClock clock;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    tokens = store.bean(ApiTokens.class);
    clock = store.bean(SettableClock.class);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ApiTokens.Created make(Principal actor, String name, Role role, Scope scope) {
    return tokens.create(
        actor, new ApiTokens.Wanted(new ObjectName(name), role, scope, ApiTokens.USUAL));
  }

  @Test
  void holdsUntilItExpiresOrIsRevoked() {
    ApiTokens.Created one = make(Fixtures.SYSTEM, "one", Role.READER, Scope.deployment());
    ApiTokens.Created two = make(Fixtures.SYSTEM, "two", Role.READER, Scope.deployment());
    assertThat(tokens.authenticate(one.issued().token()).map(Principal::name)).contains("one");
    assertThat(tokens.authenticate(two.issued().token()).map(Principal::name)).contains("two");
    tokens.revoke(Fixtures.SYSTEM, two.token().id());
    assertThat(tokens.authenticate(two.issued().token())).isEmpty();
    clock.advance(ApiTokens.USUAL.minusMillis(1));
    assertThat(tokens.authenticate(one.issued().token())).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(tokens.authenticate(one.issued().token())).isEmpty();
    assertThat(tokens.get(Fixtures.SYSTEM, one.token().id()).usable(clock.instant())).isFalse();
  }

  @Test
  void aNameIsUsedOnceSoThatTheAuditTellsProgramsApart() {
    ApiTokens.Created first = make(Fixtures.SYSTEM, "name", Role.READER, Scope.deployment());
    tokens.revoke(Fixtures.SYSTEM, first.token().id());
    assertThatThrownBy(() -> make(Fixtures.SYSTEM, "name", Role.READER, Scope.deployment()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
  }

  @Test
  void noTokenIsWhatPerennialOrAServerIs() {
    Stream.of(Role.SYSTEM, Role.BOUND_CONSUMER, Role.ISSUER_USER)
        .forEach(role ->
            assertThatThrownBy(() -> make(Fixtures.SYSTEM, "x", role, Scope.deployment()))
                .isInstanceOf(Refusal.class));
    assertThat(ApiTokens.ROLES).noneMatch(role -> role.allows(Permission.READ_PRIVATE_KEY));
  }

  @Test
  void noLifeIsLongerThanAYear() {
    for (Duration life :
        new Duration[] {ApiTokens.LONGEST.plusMillis(1), Duration.ZERO, Duration.ofDays(-1)}) {
      assertThatThrownBy(() ->
              tokens.create(
                  Fixtures.SYSTEM,
                  new ApiTokens.Wanted(new ObjectName("x"), Role.READER, Scope.deployment(), life)))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("365");
    }
  }

  @Test
  void nobodyGivesMoreThanTheyHave() {
    Scope vault = Scope.vault(store.bean(Vaults.class).first().id());
    Principal manager =
        tokens
            .authenticate(
                make(Fixtures.SYSTEM, "manager", Role.ADMINISTRATOR, vault).issued().token())
            .orElseThrow();
    assertThat(make(manager, "within", Role.OPERATOR, vault).token().scope()).isEqualTo(vault);
    assertThatThrownBy(() -> make(manager, "beyond", Role.READER, Scope.deployment()))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
  }

  @Test
  void listsEachOnceByName() {
    Scope vault = Scope.vault(store.bean(Vaults.class).first().id());
    for (String name : new String[] {"c", "a", "b"}) {
      make(Fixtures.SYSTEM, name, Role.READER, vault);
    }
    Page<ApiToken> first = tokens.page(Fixtures.SYSTEM, Slice.first(2));
    Page<ApiToken> second = tokens.page(Fixtures.SYSTEM, new Slice(first.next(), 2));
    assertThat(Stream.concat(first.items().stream(), second.items().stream()))
        .extracting(token -> token.name().value())
        .containsExactly("a", "b", "c");
    assertThat(second.next()).isEmpty();
  }
}
