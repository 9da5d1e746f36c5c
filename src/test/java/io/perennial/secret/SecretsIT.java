package io.perennial.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.Slice;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TimeInHand;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
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
class SecretsIT {

  private static final Principal SYSTEM = Fixtures.SYSTEM;
  private static final ObjectName NAME = new ObjectName("db-password");

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Secrets secrets;
  private DeletedSecrets deleted;
  private SecretBackups backups;
  private SettableClock clock;
  private Vault vault;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    secrets = store.bean(Secrets.class);
    deleted = store.bean(DeletedSecrets.class);
    backups = store.bean(SecretBackups.class);
    clock = store.bean(SettableClock.class);
    vault = store.bean(Vaults.class).first();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private SecretVersion set(ObjectName name, String value) {
    return set(name, value, SecretDetails.usual());
  }

  private SecretVersion set(ObjectName name, String value, SecretDetails details) {
    try (SecretBytes bytes = new SecretBytes(value.getBytes(StandardCharsets.UTF_8))) {
      return secrets.set(SYSTEM, vault.id(), name, bytes, details);
    }
  }

  private String value(SecretVersion version) {
    try (SecretBytes bytes = secrets.reveal(SYSTEM, version)) {
      return new String(bytes.reveal(), StandardCharsets.UTF_8);
    }
  }

  private Optional<SecretVersion> current(ObjectName name) {
    return secrets.find(SYSTEM, vault.id(), name, Optional.empty());
  }

  private long count(String sql) {
    return store.jdbc().sql("select count(*) from " + sql).query(Long.class).single();
  }

  @Test
  void eachVersionKeepsItsOwnValueAndDetails() {
    SecretDetails details =
        new SecretDetails(
            Optional.of("text/plain"),
            true,
            Optional.of(Instant.parse("2020-01-01T00:00:00Z")),
            Optional.of(Instant.parse("2021-01-01T00:00:00Z")),
            Map.of("team", "shop"));
    SecretVersion first = set(NAME, "first", details);
    SecretVersion second = set(NAME, "zweiter \u20ac", SecretDetails.usual());

    assertThat(current(NAME)).contains(second);
    assertThat(secrets.find(SYSTEM, vault.id(), NAME, Optional.of(first.id()))).contains(first);
    assertThat(first.details()).isEqualTo(details);
    assertThat(value(first)).isEqualTo("first");
    assertThat(value(second)).isEqualTo("zweiter \u20ac");
    assertThat(secrets.versions(SYSTEM, vault.id(), NAME, Slice.first(1)).items())
        .containsExactly(second);
    assertThat(secrets.versions(SYSTEM, vault.id(), NAME, new Slice(Optional.of("2"), 5)).items())
        .containsExactly(first);
  }

  @Test
  void theRowHoldsNoValueAndOpensInItsPlaceAlone() {
    SecretVersion first = set(NAME, "a value that is looked for");
    SecretVersion second = set(NAME, "another");
    for (byte[] sealed :
        store.jdbc().sql("select sealed from secret_version").query(byte[].class).list()) {
      assertThat(new String(sealed, StandardCharsets.ISO_8859_1))
          .doesNotContain("a value that is looked for");
    }
    store
        .jdbc()
        .sql(
            "update secret_version set sealed = (select sealed from secret_version where id = :other) where id = :id")
        .param("other", second.id().value())
        .param("id", first.id().value())
        .update();
    assertThatThrownBy(() -> value(first)).isInstanceOf(io.perennial.envelope.SealBroken.class);
  }

  @Test
  void eachReadingIsOnRecordBeforeTheValueLeavesAndNeverTheValue() {
    SecretVersion version = set(NAME, "never-to-be-written-down");
    value(version);
    assertThat(count("audit_entry where action = 'SecretGet' and outcome = 'done'")).isOne();
    assertThat(
            count("audit_entry where concat(actor, action, subject, detail) like '%never-to-be%'"))
        .isZero();

    store.jdbc().sql("alter table audit_entry rename to audit_elsewhere").update();
    assertThatThrownBy(() -> value(version))
        .isInstanceOf(org.springframework.dao.DataAccessException.class);
    store.jdbc().sql("alter table audit_elsewhere rename to audit_entry").update();
    assertThat(value(version)).isEqualTo("never-to-be-written-down");
  }

  @Test
  void administratorsSetNothingAndReadNothingAndOfficersDo() {
    SecretVersion version = set(NAME, "x");
    Principals principals = store.bean(Principals.class);
    Principal administrator = principals.register(Principal.Kind.USER, "administrator");
    principals.assign(administrator.id(), Role.ADMINISTRATOR, Scope.deployment());
    Principal officer = principals.register(Principal.Kind.USER, "officer");
    principals.assign(officer.id(), Role.KEY_VAULT_SECRETS_OFFICER, Scope.vault(vault.id()));

    assertThatThrownBy(() -> secrets.reveal(administrator, version))
        .hasMessageContaining("may not READ_PRIVATE_KEY");
    assertThatThrownBy(() -> backups.backup(administrator, vault.id(), NAME))
        .hasMessageContaining("may not BACKUP_SECRETS");
    assertThatThrownBy(() -> deleted.delete(administrator, vault, NAME))
        .hasMessageContaining("may not DELETE_SECRETS");
    secrets.reveal(officer, version).close();
    deleted.delete(officer, vault, NAME);
  }

  @Test
  void anUpdateChangesWhatItNamesAndKeepsTheRest() {
    SecretVersion first =
        set(
            NAME,
            "v",
            new SecretDetails(
                Optional.of("a"), true, Optional.empty(), Optional.empty(), Map.of("k", "v")));
    clock.advance(Duration.ofSeconds(5));
    SecretVersion changed =
        secrets.update(
            SYSTEM,
            vault.id(),
            NAME,
            Optional.of(first.id()),
            new SecretDetails.Change(
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));

    assertThat(changed.details().enabled()).isFalse();
    assertThat(changed.details().contentType()).contains("a");
    assertThat(changed.details().tags()).containsEntry("k", "v");
    assertThat(changed.updatedAt()).isAfter(changed.createdAt());
    assertThat(current(NAME)).contains(changed);
    assertThatThrownBy(() -> secrets.reveal(SYSTEM, changed))
        .hasMessage("Operation get is not allowed on a disabled secret.");
  }

  @Test
  void whatIsDeletedIsGoneFromListsKeepsItsNameAndComesBack() {
    SecretVersion version = set(NAME, "kept");
    DeletedSecret gone = deleted.delete(SYSTEM, vault, NAME);

    assertThat(gone.purgeAt()).isEqualTo(gone.deletedAt().plus(Duration.ofDays(90)));
    assertThat(current(NAME)).isEmpty();
    assertThat(secrets.page(SYSTEM, vault.id(), Slice.first(5)).items()).isEmpty();
    assertThat(deleted.page(SYSTEM, vault, Slice.first(5)).items()).containsExactly(gone);
    assertThatThrownBy(() -> secrets.reveal(SYSTEM, version)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> set(NAME, "again")).hasMessageContaining("recovered or purged");
    assertThatThrownBy(() -> deleted.delete(SYSTEM, vault, NAME)).isInstanceOf(Refusal.class);

    assertThat(deleted.recover(SYSTEM, vault, NAME)).isEqualTo(version);
    assertThat(value(version)).isEqualTo("kept");
    assertThat(deleted.find(SYSTEM, vault, NAME)).isEmpty();
    assertThatThrownBy(() -> deleted.recover(SYSTEM, vault, NAME)).isInstanceOf(Refusal.class);
  }

  @Test
  void whatIsPurgedLeavesNoRowAndFreesItsName() {
    set(NAME, "one");
    set(NAME, "two");
    assertThatThrownBy(() -> deleted.purge(SYSTEM, vault, NAME)).isInstanceOf(Refusal.class);
    deleted.delete(SYSTEM, vault, NAME);
    deleted.purge(SYSTEM, vault, NAME);

    assertThat(count("secret_version")).isZero();
    assertThat(count("secret")).isZero();
    assertThat(value(set(NAME, "three"))).isEqualTo("three");
  }

  @Test
  void aProtectedVaultPurgesNothingBeforeItsTime() {
    store.jdbc().sql("update vault set purge_protection = true, retention_days = 7").update();
    vault = store.bean(Vaults.class).first();
    set(NAME, "kept");
    deleted.delete(SYSTEM, vault, NAME);

    assertThatThrownBy(() -> deleted.purge(SYSTEM, vault, NAME))
        .hasMessageContaining("purge protection");
    clock.advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(runPurge()).isZero();
    assertThat(count("secret_version")).isOne();
    clock.advance(Duration.ofSeconds(1));
    assertThat(runPurge()).isOne();
    assertThat(count("secret_version")).isZero();
    assertThat(count("secret")).isZero();
    assertThat(count("audit_entry where action = 'SecretPurge' and actor = 'retention'")).isOne();
  }

  /** What the engine, which is at rest here, runs each minute. */
  private int runPurge() {
    return deleted.purgeDue(Principal.system("retention"));
  }

  @Test
  void aBackupBringsBackEveryVersion() {
    SecretVersion first = set(NAME, "first");
    SecretVersion second = set(NAME, "second");
    byte[] backup = backups.backup(SYSTEM, vault.id(), NAME);

    assertThat(new String(backup, StandardCharsets.ISO_8859_1)).doesNotContain("second");
    assertThatThrownBy(() -> backups.restore(SYSTEM, vault.id(), backup))
        .hasMessageContaining("already a secret");
    deleted.delete(SYSTEM, vault, NAME);
    assertThatThrownBy(() -> backups.restore(SYSTEM, vault.id(), backup))
        .hasMessageContaining("recovered or purged");
    deleted.purge(SYSTEM, vault, NAME);

    assertThat(backups.restore(SYSTEM, vault.id(), backup)).isEqualTo(second);
    assertThat(secrets.versions(SYSTEM, vault.id(), NAME, Slice.first(5)).items())
        .containsExactly(second, first);
    assertThat(value(first)).isEqualTo("first");
    assertThat(value(second)).isEqualTo("second");
  }

  @Test
  void aBackupThatWasAlteredOrIsForeignIsRefused() {
    set(NAME, "x");
    byte[] backup = backups.backup(SYSTEM, vault.id(), NAME);
    deleted.delete(SYSTEM, vault, NAME);
    deleted.purge(SYSTEM, vault, NAME);
    for (int at = 0; at < backup.length; at += 7) {
      byte[] altered = backup.clone();
      altered[at] ^= 1;
      assertThatThrownBy(() -> backups.restore(SYSTEM, vault.id(), altered))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("altered");
    }
    assertThatThrownBy(() -> backups.restore(SYSTEM, vault.id(), new byte[0]))
        .isInstanceOf(Refusal.class);
    try (Store other = Store.in(folder.resolve("other")).on(database).open()) {
      Vault there = other.bean(Vaults.class).first();
      assertThatThrownBy(() -> other.bean(SecretBackups.class).restore(SYSTEM, there.id(), backup))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("another deployment");
    }
  }

  @Test
  void fiveHundredVersionsAreTheMostThatABackupHolds() {
    for (int i = 0; i < SecretBackups.MOST_VERSIONS; i++) {
      set(NAME, "v" + i);
    }
    byte[] backup = backups.backup(SYSTEM, vault.id(), NAME);
    set(NAME, "one too many");
    assertThatThrownBy(() -> backups.backup(SYSTEM, vault.id(), NAME))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("500 versions");
    deleted.delete(SYSTEM, vault, NAME);
    deleted.purge(SYSTEM, vault, NAME);
    assertThat(value(backups.restore(SYSTEM, vault.id(), backup))).isEqualTo("v499");
    assertThat(count("secret_version")).isEqualTo(SecretBackups.MOST_VERSIONS);
  }

  @Test
  void aNameIsACertificatesOrASecrets() {
    new Fixtures(store).certificate("web");
    assertThatThrownBy(() -> set(new ObjectName("web"), "x"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("associated with a certificate");
    set(NAME, "x");
    SecretNames names = store.bean(SecretNames.class);
    assertThatThrownBy(() -> claim(names)).hasMessageContaining("already a secret");
    deleted.delete(SYSTEM, vault, NAME);
    assertThatThrownBy(() -> claim(names)).hasMessageContaining("recovered or purged");
    deleted.purge(SYSTEM, vault, NAME);
    claim(names);
  }

  private void claim(SecretNames names) {
    store.transaction().executeWithoutResult(status -> names.claim(vault.id(), NAME));
  }

  @Test
  void whoeverSetsANewNameFirstAllOfThemBecomeVersions() throws Exception {
    int many = 6;
    CyclicBarrier together = new CyclicBarrier(many);
    List<Future<SecretVersion>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < many; i++) {
        String value = "v" + i;
        all.add(
            threads.submit(() -> {
              together.await();
              return set(NAME, value);
            }));
      }
    }
    assertThat(all.stream().map(Future::resultNow).map(SecretVersion::number))
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
    assertThat(current(NAME).orElseThrow().number()).isEqualTo(many);
  }

  @Test
  void listsComeInPartsByName() {
    for (String name : List.of("c", "a", "b")) {
      set(new ObjectName(name), name);
    }
    Page<SecretVersion> first = secrets.page(SYSTEM, vault.id(), Slice.first(2));
    assertThat(first.items()).extracting(found -> found.name().value()).containsExactly("a", "b");
    Page<SecretVersion> rest = secrets.page(SYSTEM, vault.id(), new Slice(first.next(), 2));
    assertThat(rest.items()).extracting(found -> found.name().value()).containsExactly("c");
    assertThat(rest.next()).isEmpty();
  }

  @Test
  void namesAreSortedAsTheListsAre() {
    List<String> names = List.of("a-c", "ab", "a-b", "a1", "b", "a");
    names.forEach(name -> set(new ObjectName(name), name));
    assertThat(store.bean(SecretNames.class).inOrder(names))
        .isEqualTo(
            secrets.page(SYSTEM, vault.id(), Slice.first(9)).items().stream()
                .map(found -> found.name().value())
                .toList());
    assertThat(store.bean(SecretNames.class).inOrder(List.of())).isEmpty();
  }

  @Test
  void limitsAreKeyVaults() {
    set(NAME, "x".repeat(Secrets.LONGEST_VALUE));
    assertThatThrownBy(() -> set(NAME, "x".repeat(Secrets.LONGEST_VALUE + 1)))
        .hasMessageContaining("25600 bytes");
    assertThatThrownBy(() ->
            new SecretDetails(
                Optional.of("x".repeat(256)), true, Optional.empty(), Optional.empty(), Map.of()))
        .hasMessageContaining("255");
  }
}
