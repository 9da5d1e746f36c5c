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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
class ApplicationsIT {

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Applications applications;
  private SettableClock clock;
  private Application shop;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    applications = store.bean(Applications.class);
    clock = store.bean(SettableClock.class);
    shop = register("shop");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Application register(String name) {
    return applications.register(Fixtures.SYSTEM, new ObjectName(name));
  }

  private Credentials.Issued secret(Application application) {
    return applications.addSecret(Fixtures.SYSTEM, application.clientId(), Applications.USUAL);
  }

  private boolean opens(Application application, Credentials.Issued secret) {
    return applications.authenticate(application.clientId().value(), secret.token()).isPresent();
  }

  private static void refused(Refusal.Kind kind, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
  }

  @Test
  void isKnownByItsSecretAndItsClientIdInWhateverCase() {
    Credentials.Issued secret = secret(shop);
    assertThat(shop.clientId().value()).hasSize(36);
    assertThat(applications.authenticate(shop.clientId().value(), secret.token()))
        .contains(shop.actor());
    assertThat(
            applications.authenticate(
                shop.clientId().value().toUpperCase(Locale.ROOT), secret.token()))
        .contains(shop.actor());
    assertThat(store.bean(Principals.class).find(shop.principal())).contains(shop.actor());
  }

  @Test
  void aSecretIsWorthlessForAnotherApplicationOrPurpose() {
    Application other = register("other");
    Credentials.Issued secret = secret(shop);
    String api =
        store
            .bean(Credentials.class)
            .issue(shop.principal(), Credentials.Purpose.API, Duration.ofDays(1))
            .token();
    assertThat(opens(other, secret)).isFalse();
    assertThat(applications.authenticate(shop.clientId().value(), api)).isEmpty();
    assertThat(store.bean(ApiTokens.class).authenticate(secret.token())).isEmpty();
    for (String wrong : List.of("", " ", secret.token() + "x", "' or '1'='1")) {
      assertThat(applications.authenticate(shop.clientId().value(), wrong)).isEmpty();
      assertThat(applications.authenticate(wrong, secret.token())).isEmpty();
    }
  }

  @Test
  void severalSecretsHoldSideBySideUntilEachEnds() {
    Credentials.Issued first =
        applications.addSecret(Fixtures.SYSTEM, shop.clientId(), Duration.ofDays(1));
    clock.advance(Duration.ofSeconds(1));
    Credentials.Issued second = secret(shop);
    assertThat(opens(shop, second)).isTrue();
    assertThat(opens(shop, first)).isTrue();
    assertThat(applications.secrets(Fixtures.SYSTEM, shop.clientId()))
        .allSatisfy(known -> assertThat(known.usable(clock.instant())).isTrue())
        .extracting(ClientSecret::id)
        .containsExactly(second.id(), first.id());
    clock.advance(Duration.ofDays(1));
    assertThat(opens(shop, first)).isFalse();
    assertThat(opens(shop, second)).isTrue();
  }

  @Test
  void oneSecretIsRevokedAndTheOthersStay() {
    Credentials.Issued first = secret(shop);
    Credentials.Issued second = secret(shop);
    Application other = register("other");
    refused(
        Refusal.Kind.NOT_FOUND,
        () -> applications.revokeSecret(Fixtures.SYSTEM, other.clientId(), first.id()));
    applications.revokeSecret(Fixtures.SYSTEM, shop.clientId(), first.id());
    assertThat(opens(shop, first)).isFalse();
    assertThat(opens(shop, second)).isTrue();
    refused(
        Refusal.Kind.NOT_FOUND,
        () -> applications.revokeSecret(Fixtures.SYSTEM, shop.clientId(), first.id()));
  }

  @Test
  void aRevokedApplicationIsNobodyForGood() {
    Credentials.Issued secret = secret(shop);
    assertThat(applications.standing(shop.clientId())).contains(shop.actor());
    assertThat(applications.revoke(Fixtures.SYSTEM, shop.clientId()).revokedAt()).isPresent();
    assertThat(opens(shop, secret)).isFalse();
    assertThat(applications.standing(shop.clientId())).isEmpty();
    refused(Refusal.Kind.CONFLICT, () -> secret(shop));
    refused(Refusal.Kind.CONFLICT, () -> register("shop"));
  }

  @Test
  void noSecretLivesLongerThanTwoYears() {
    for (Duration life :
        List.of(Applications.LONGEST.plusMillis(1), Duration.ZERO, Duration.ofDays(-1))) {
      refused(
          Refusal.Kind.INVALID,
          () -> applications.addSecret(Fixtures.SYSTEM, shop.clientId(), life));
    }
  }

  @Test
  void onlyWhoManagesAccessMayDoAnyOfIt() {
    Principal nobody = register("nobody").actor();
    Credentials.Issued secret = secret(shop);
    ClientId id = shop.clientId();
    Stream.<Runnable>of(
            () -> applications.register(nobody, new ObjectName("mine")),
            () -> applications.addSecret(nobody, id, Applications.USUAL),
            () -> applications.revokeSecret(nobody, id, secret.id()),
            () -> applications.revoke(nobody, id),
            () -> applications.get(nobody, id),
            () -> applications.find(nobody, shop.name()),
            () -> applications.secrets(nobody, id),
            () -> applications.page(nobody, Slice.first(1)))
        .forEach(action -> refused(Refusal.Kind.FORBIDDEN, action));
    assertThat(opens(shop, secret)).isTrue();
  }

  @Test
  void isListedByName() {
    register("a");
    register("z");
    make("token-not-listed");
    Page<Application> first = applications.page(Fixtures.SYSTEM, Slice.first(2));
    Page<Application> second = applications.page(Fixtures.SYSTEM, new Slice(first.next(), 2));
    assertThat(Stream.concat(first.items().stream(), second.items().stream()))
        .extracting(application -> application.name().value())
        .containsExactly("a", "shop", "z");
    assertThat(second.next()).isEmpty();
    assertThat(applications.find(Fixtures.SYSTEM, new ObjectName("a")))
        .contains(first.items().getFirst());
    assertThat(applications.find(Fixtures.SYSTEM, new ObjectName("token-not-listed"))).isEmpty();
    assertThat(store.bean(ApiTokens.class).page(Fixtures.SYSTEM, Slice.first(9)).items())
        .hasSize(1);
  }

  private void make(String name) {
    store
        .bean(ApiTokens.class)
        .create(
            Fixtures.SYSTEM,
            new ApiTokens.Wanted(
                new ObjectName(name), Role.READER, Scope.deployment(), ApiTokens.USUAL));
  }

  @Test
  void isWrittenDownWithoutTheSecretWhichIsNowhereStored() {
    Credentials.Issued secret = secret(shop);
    applications.revokeSecret(Fixtures.SYSTEM, shop.clientId(), secret.id());
    applications.revoke(Fixtures.SYSTEM, shop.clientId());
    assertThat(
            store
                .jdbc()
                .sql("select action from audit_entry where subject = 'shop' order by sequence")
                .query(String.class)
                .list())
        .containsExactly(
            "application.register",
            "application.secret.add",
            "application.secret.revoke",
            "application.revoke");
    String hidden = secret.token().substring(37);
    assertThat(store.jdbc().sql("select detail from audit_entry").query(String.class).list())
        .noneMatch(detail -> detail.contains(hidden));
    assertThat(store.jdbc().sql("select verifier from credential").query(byte[].class).single())
        .hasSize(32)
        .isNotEqualTo(hidden.getBytes(StandardCharsets.UTF_8));
    assertThat(secret.toString()).doesNotContain(hidden);
  }
}
