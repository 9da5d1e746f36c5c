package io.perennial.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.Assignments.Filter;
import io.perennial.access.Assignments.Held;
import io.perennial.access.Assignments.Wanted;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.testing.Database;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who holds which role where and until when. */
@ParameterizedClass
@EnumSource(Database.class)
class AssignmentsIT {

  private static final VaultId VAULT = new VaultId("a".repeat(32));
  private static final VaultId OTHER = new VaultId("b".repeat(32));
  private static final Scope CERTIFICATE =
      Scope.certificate(VAULT, new CertificateId("c".repeat(32)));
  private static final Scope SECRET = Scope.secret(VAULT, new ObjectName("db"));
  private static final Principal SYSTEM = Principal.system("test");

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Assignments assignments;
  private Groups groups;
  private Authorizer authorizer;
  private SettableClock clock;
  private Principal shop;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    assignments = store.bean(Assignments.class);
    groups = store.bean(Groups.class);
    authorizer = store.bean(Authorizer.class);
    clock = store.bean(SettableClock.class);
    shop = application("shop");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Principal application(String name) {
    return store.bean(Applications.class).register(SYSTEM, new ObjectName(name)).actor();
  }

  private Principal user(String name) {
    return store.bean(Principals.class).register(Principal.Kind.USER, name);
  }

  private Assignment assign(Principal actor, Principal holder, Role role, Scope scope) {
    return assignments.assign(actor, new Wanted(holder.id(), role, scope, Optional.empty()));
  }

  private boolean reads(Principal who, Scope scope) {
    return authorizer.allows(who, Permission.READ_PRIVATE_KEY, scope);
  }

  @Test
  void aRoleCountsAtItsScopeAndBelowAndNowhereElse() {
    assign(SYSTEM, shop, Role.KEY_VAULT_SECRETS_USER, SECRET);

    assertThat(reads(shop, SECRET)).isTrue();
    assertThat(reads(shop, Scope.secret(VAULT, new ObjectName("db2")))).isFalse();
    assertThat(reads(shop, Scope.secret(OTHER, new ObjectName("db")))).isFalse();
    assertThat(reads(shop, CERTIFICATE)).isFalse();
    assertThat(reads(shop, Scope.vault(VAULT))).isFalse();

    assign(SYSTEM, shop, Role.KEY_VAULT_SECRETS_USER, Scope.vault(VAULT));
    assertThat(reads(shop, CERTIFICATE)).isTrue();
    assertThat(reads(shop, Scope.vault(OTHER))).isFalse();
  }

  @Test
  void aRoleWithAnEndCountsUntilThenAndAnotherEndTakesItsPlace() {
    Instant end = clock.instant().plus(Duration.ofDays(1));
    Wanted wanted = new Wanted(shop.id(), Role.KEY_VAULT_SECRETS_USER, SECRET, Optional.of(end));
    assignments.assign(SYSTEM, wanted);

    clock.advance(Duration.ofDays(1).minusMillis(1));
    assertThat(reads(shop, SECRET)).isTrue();
    assertThat(holders()).containsExactly("shop");
    clock.advance(Duration.ofMillis(1));
    assertThat(reads(shop, SECRET)).isFalse();
    assertThat(holders()).isEmpty();
    assertThatThrownBy(() -> assignments.assign(SYSTEM, wanted))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("future");

    assign(SYSTEM, shop, Role.KEY_VAULT_SECRETS_USER, SECRET);
    assertThat(reads(shop, SECRET)).isTrue();
    assertThat(all(SECRET)).hasSize(1);
  }

  private List<String> holders() {
    return store.bean(Principals.class).holders(Permission.READ_PRIVATE_KEY, SECRET).stream()
        .map(holder -> holder.principal().name())
        .toList();
  }

  private List<Assignment> all(Scope scope) {
    return assignments
        .page(SYSTEM, new Filter(Optional.empty(), scope), Slice.first(Slice.MOST))
        .items();
  }

  @Test
  void whatAGroupHoldsCountsForItsMembersAsLongAsTheyAreIn() {
    Group team = groups.create(SYSTEM, new ObjectName("team"));
    assignments.assign(
        SYSTEM,
        new Wanted(
            team.id(),
            Role.KEY_VAULT_SECRETS_USER,
            SECRET,
            Optional.of(clock.instant().plus(Duration.ofDays(2)))));
    assertThat(reads(shop, SECRET)).isFalse();

    groups.add(SYSTEM, team.id(), shop.id());
    groups.add(SYSTEM, team.id(), shop.id());
    assertThat(groups.members(SYSTEM, team.id())).containsExactly(shop);
    assertThat(reads(shop, SECRET)).isTrue();
    assertThat(holders()).containsExactly("shop");

    clock.advance(Duration.ofDays(2));
    assertThat(reads(shop, SECRET)).as("the group's role has ended").isFalse();
    assignments.assign(
        SYSTEM, new Wanted(team.id(), Role.KEY_VAULT_SECRETS_USER, SECRET, Optional.empty()));
    assertThat(reads(shop, SECRET)).isTrue();

    groups.remove(SYSTEM, team.id(), shop.id());
    assertThat(reads(shop, SECRET)).isFalse();

    groups.add(SYSTEM, team.id(), shop.id());
    groups.delete(SYSTEM, team.id());
    assertThat(reads(shop, SECRET)).isFalse();
    assertThat(all(Scope.deployment())).isEmpty();
    assertThat(groups.find(SYSTEM, new ObjectName("team"))).isEmpty();
  }

  @Test
  void nobodyButApplicationsUsersAndGroupsIsAssignedARole() {
    PrincipalId server =
        store.bean(Principals.class).register(Principal.Kind.CONSUMER, "web1").id();
    PrincipalId token =
        store.bean(Principals.class).register(Principal.Kind.APPLICATION, "token").id();
    Group team = groups.create(SYSTEM, new ObjectName("team"));
    for (PrincipalId wrong : List.of(server, token, new PrincipalId("f".repeat(32)))) {
      assertThatThrownBy(() ->
              assignments.assign(
                  SYSTEM, new Wanted(wrong, Role.KEY_VAULT_READER, SECRET, Optional.empty())))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("applications, users and groups");
      assertThatThrownBy(() -> groups.add(SYSTEM, team.id(), wrong)).isInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> groups.add(SYSTEM, team.id(), team.id()))
        .as("no group is in another")
        .isInstanceOf(Refusal.class);
    for (Role none : List.of(Role.SYSTEM, Role.BOUND_CONSUMER, Role.ISSUER_USER)) {
      assertThatThrownBy(() -> assign(SYSTEM, shop, none, SECRET)).isInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> assign(SYSTEM, shop, Role.OPERATOR, SECRET))
        .hasMessageContaining("whole deployment");
  }

  @Test
  void nobodyHandsOutMoreThanHeMay() {
    Principal delegate = application("delegate");
    assign(SYSTEM, delegate, Role.KEY_VAULT_DATA_ACCESS_ADMINISTRATOR, Scope.vault(VAULT));

    assign(delegate, shop, Role.KEY_VAULT_SECRETS_USER, Scope.vault(VAULT));
    assign(delegate, shop, Role.KEY_VAULT_SECRETS_USER, SECRET);
    for (Role more :
        List.of(
            Role.KEY_VAULT_CERTIFICATE_USER,
            Role.KEY_VAULT_PURGE_OPERATOR,
            Role.KEY_VAULT_DATA_ACCESS_ADMINISTRATOR)) {
      assertThatThrownBy(() -> assign(delegate, delegate, more, Scope.vault(VAULT)))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("MANAGE_ACCESS");
    }
    for (Scope elsewhere : List.of(Scope.vault(OTHER), Scope.deployment())) {
      assertThatThrownBy(() -> assign(delegate, shop, Role.KEY_VAULT_READER, elsewhere))
          .isInstanceOf(Refusal.class);
      assertThatThrownBy(() ->
              assignments.page(delegate, new Filter(Optional.empty(), elsewhere), Slice.first(10)))
          .isInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> assign(shop, shop, Role.KEY_VAULT_READER, SECRET))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> groups.create(delegate, new ObjectName("team")))
        .isInstanceOf(Refusal.class);

    assertThatThrownBy(() ->
            assignments.remove(
                delegate,
                new Held(
                    delegate.id(), Role.KEY_VAULT_DATA_ACCESS_ADMINISTRATOR, Scope.vault(VAULT))))
        .isInstanceOf(Refusal.class);
    assignments.remove(delegate, new Held(shop.id(), Role.KEY_VAULT_SECRETS_USER, SECRET));
    assertThat(all(SECRET)).isEmpty();
  }

  @Test
  void somebodyAlwaysAdministersTheDeployment() {
    Principal first = user("administrator");
    assign(SYSTEM, first, Role.ADMINISTRATOR, Scope.deployment());
    Held only = new Held(first.id(), Role.ADMINISTRATOR, Scope.deployment());

    assertThatThrownBy(() -> assignments.remove(first, only)).hasMessageContaining("another user");
    assertThatThrownBy(() ->
            assignments.assign(
                first,
                new Wanted(
                    first.id(),
                    Role.ADMINISTRATOR,
                    Scope.deployment(),
                    Optional.of(clock.instant().plusSeconds(60)))))
        .hasMessageContaining("another user");

    assign(first, user("second"), Role.ADMINISTRATOR, Scope.deployment());
    assignments.remove(first, only);
    assertThat(authorizer.allows(first, Permission.MANAGE_ACCESS, Scope.deployment())).isFalse();
  }

  @Test
  void listsComeInPartsByPrincipalAndByScope() {
    List<Role> roles = List.of(Role.KEY_VAULT_READER, Role.KEY_VAULT_SECRETS_USER);
    Principal other = application("other");
    for (Principal holder : List.of(shop, other)) {
      roles.forEach(role -> assign(SYSTEM, holder, role, SECRET));
      assign(SYSTEM, holder, Role.KEY_VAULT_READER, Scope.vault(OTHER));
    }

    List<Assignment> seen = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<Assignment> part =
          assignments.page(
              SYSTEM, new Filter(Optional.empty(), Scope.deployment()), new Slice(after, 2));
      seen.addAll(part.items());
      after = part.next();
    } while (after.isPresent());
    assertThat(seen).hasSize(6).doesNotHaveDuplicates();
    assertThat(all(Scope.vault(VAULT))).hasSize(4);
    assertThat(
            assignments
                .page(
                    SYSTEM, new Filter(Optional.of(shop.id()), Scope.deployment()), Slice.first(10))
                .items())
        .hasSize(3)
        .allMatch(found -> found.principal().equals(shop));
  }
}
