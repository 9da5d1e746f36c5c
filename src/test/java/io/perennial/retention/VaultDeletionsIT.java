package io.perennial.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.access.ApiTokens;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.DeletedCertificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.SettableClock;
import io.perennial.identity.TrustedIssuers;
import io.perennial.issuance.Issuance;
import io.perennial.issuer.VaultIssuers;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VersionId;
import io.perennial.key.Keys;
import io.perennial.pki.Identifiers;
import io.perennial.pki.KeyPairs;
import io.perennial.policy.CertificatePolicy;
import io.perennial.publication.Bindings;
import io.perennial.publication.Consumers;
import io.perennial.secret.DeletedSecrets;
import io.perennial.secret.SecretDetails;
import io.perennial.secret.Secrets;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import io.perennial.testing.TimeInHand;
import io.perennial.vault.Contact;
import io.perennial.vault.Contacts;
import io.perennial.vault.DeletedVault;
import io.perennial.vault.DeletedVaults;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultHosts;
import io.perennial.vault.VaultWish;
import io.perennial.vault.Vaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class VaultDeletionsIT {

  private static final Principal SYSTEM = Fixtures.SYSTEM;

  /** What tells of the past, is kept for all chains, or is the engine's own and finds nothing. */
  private static final Set<String> REMAINING =
      Set.of("audit_entry", "issuing_chain", "scheduled_tasks", "principal", "credential");

  @Parameter Database database;
  @TempDir Path folder;

  private Store store;
  private Fixtures fixtures;
  private Vaults vaults;
  private DeletedVaults deleted;
  private VaultDeletions deletions;
  private Certificates certificates;
  private SettableClock clock;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).with(TimeInHand.class).open();
    fixtures = new Fixtures(store);
    vaults = store.bean(Vaults.class);
    deleted = store.bean(DeletedVaults.class);
    deletions = store.bean(VaultDeletions.class);
    certificates = store.bean(Certificates.class);
    clock = store.bean(SettableClock.class);
    vaults.first();
    fixtures.selfSigned();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Vault made(String name, String days) {
    return vaults.create(SYSTEM, new VaultWish(name, days, "", "", ""));
  }

  private NewCertificate wanted(Vault vault, String name) {
    return new NewCertificate(
        vault.id(),
        new ObjectName(name),
        fixtures.selfSigned(),
        CertificatePolicy.of(List.of(Identifiers.parse(name + ".example.com"))),
        Map.of());
  }

  private Certificate certificate(Vault vault, String name) {
    return certificates.create(SYSTEM, wanted(vault, name));
  }

  /** One with a version, its key and an order for the next. */
  private Certificate issued(Vault vault, String name) {
    Certificate certificate = certificate(vault, name);
    KeyPair pair = KeyPairs.generate(KeyType.P_256);
    VersionId version = new VersionId(Id.random(new java.util.Random()));
    try (SecretBytes key = new SecretBytes(pair.getPrivate().getEncoded())) {
      store
          .bean(Keys.class)
          .adopt(SYSTEM, certificate.scope(), version, KeyType.P_256, pair.getPublic(), key);
    }
    certificates.add(
        SYSTEM,
        certificate.id(),
        new Certificates.NewVersion(version, certificate.issuer(), 1, true),
        List.of(
            TestCertificates.of(
                name + ".example.com", clock.instant(), Duration.ofDays(90), pair)));
    store
        .bean(Issuance.class)
        .start(
            SYSTEM,
            certificates.get(SYSTEM, certificate.id()),
            new Issuance.Cause("ASKED", "Asked for.", true, clock.instant(), Optional.empty()));
    return certificate;
  }

  private void secret(Vault vault, String name) {
    try (SecretBytes value = new SecretBytes("hush".getBytes(StandardCharsets.UTF_8))) {
      store
          .bean(Secrets.class)
          .set(SYSTEM, vault.id(), new ObjectName(name), value, SecretDetails.usual());
    }
  }

  private Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    for (String table :
        store
            .jdbc()
            .sql(
                """
                select lower(table_name) from information_schema.tables
                where lower(table_schema) = 'public' and table_type like 'BASE TABLE'
                """)
            .query(String.class)
            .list()) {
      if (!REMAINING.contains(table)) {
        rows.put(
            table, store.jdbc().sql("select count(*) from " + table).query(Long.class).single());
      }
    }
    return rows;
  }

  private DeletedVault delete(Vault vault) {
    return deletions.delete(SYSTEM, vault, Expected.any());
  }

  private List<String> listed(Vault vault) {
    return store
        .bean(CertificateQueries.class)
        .page(SYSTEM, CertificateFilter.all(vault.id()), Slice.first(10))
        .items()
        .stream()
        .map(one -> one.certificate().name().value())
        .toList();
  }

  @Test
  void whatIsPurgedLeavesNoRowBelowTheVault() {
    Map<String, Long> before = rows();
    assertThat(before).hasSizeGreaterThan(20).containsEntry("vault", 1L);
    Vault vault = made("short-lived", "");
    issued(vault, "web");
    Certificate past = issued(vault, "past");
    store.bean(Deletions.class).delete(SYSTEM, past);
    secret(vault, "password");
    secret(vault, "forgotten");
    store.bean(DeletedSecrets.class).delete(SYSTEM, vault, new ObjectName("forgotten"));
    store
        .bean(VaultIssuers.class)
        .set(
            SYSTEM,
            vault.id(),
            new VaultIssuers.Wanted(
                new ObjectName("ours"),
                "self-signed",
                Map.of(),
                true,
                Optional.empty(),
                Optional.empty()));
    store
        .bean(Contacts.class)
        .set(
            SYSTEM,
            vault.id(),
            List.of(new Contact("shop@example.com", Optional.empty(), Optional.empty())));
    store
        .bean(TrustedIssuers.class)
        .trust(SYSTEM, vault.name(), "https://login.example.com", "api://shop", "");
    Principals principals = store.bean(Principals.class);
    Principal keeper = principals.register(Principal.Kind.USER, "keeper");
    principals.assign(keeper.id(), Role.KEY_VAULT_SECRETS_OFFICER, Scope.vault(vault.id()));
    principals.assign(
        keeper.id(),
        Role.KEY_VAULT_SECRETS_USER,
        Scope.secret(vault.id(), new ObjectName("password")));
    ApiTokens.Created token =
        store
            .bean(ApiTokens.class)
            .create(
                SYSTEM,
                new ApiTokens.Wanted(
                    new ObjectName("pipeline"),
                    Role.OPERATOR,
                    Scope.vault(vault.id()),
                    Duration.ofDays(30)));
    assertThat(rows()).isNotEqualTo(before);

    DeletedVault gone = delete(vault);
    assertThat(store.bean(ApiTokens.class).authenticate(token.issued().token())).isPresent();
    deletions.purge(SYSTEM, gone);

    Map<String, Long> after = rows();
    // The token's program keeps seeing which issuers there are, at the deployment.
    after.computeIfPresent("role_assignment", (table, count) -> count - issuerUsers());
    assertThat(after).isEqualTo(before);
    assertThat(store.bean(ApiTokens.class).authenticate(token.issued().token())).isEmpty();
    assertThat(deleted.find(SYSTEM, vault.name())).isEmpty();
    assertThat(deletions.due(vault.id())).isEmpty();
    assertThat(made("short-lived", "").id()).isNotEqualTo(vault.id());
  }

  private long issuerUsers() {
    return store
        .jdbc()
        .sql("select count(*) from role_assignment where role = 'ISSUER_USER'")
        .query(Long.class)
        .single();
  }

  @Test
  void whatIsInADeletedVaultRestsUntilItIsRecovered() {
    Vault vault = made("resting", "7");
    Certificate web = issued(vault, "web");
    Certificate past = certificate(vault, "past");
    store.bean(Deletions.class).delete(SYSTEM, past);

    delete(vault);

    assertThat(vaults.find(vault.name())).isEmpty();
    assertThat(vaults.find(vault.id())).isPresent();
    assertThat(vaults.page(SYSTEM, Slice.first(10)).items())
        .extracting(Vault::name)
        .containsExactly(Vaults.FIRST);
    assertThat(store.bean(VaultHosts.class).at("resting.vault.localhost")).isEmpty();
    assertThat(listed(vault)).isEmpty();
    assertThat(certificates.find(SYSTEM, web.id())).isEmpty();
    assertThat(certificates.list(SYSTEM)).isEmpty();
    assertThat(certificates.due(SYSTEM, clock.instant().plus(Duration.ofDays(400)), 10)).isEmpty();
    assertThat(store.bean(Issuance.class).open(vault.id())).isEmpty();
    assertThatThrownBy(() -> certificate(vault, "late")).hasMessageContaining("deleted");
    assertThatThrownBy(() -> secret(vault, "late")).hasMessageContaining("deleted");
    assertThatThrownBy(() -> store.bean(DeletedCertificates.class).recover(SYSTEM, past.id()))
        .isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> made("Resting", ""))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT));
    assertThatThrownBy(() -> delete(vault))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));

    Vault back = deletions.recover(SYSTEM, deleted.find(SYSTEM, vault.name()).orElseThrow());

    assertThat(back.id()).isEqualTo(vault.id());
    assertThat(listed(back)).containsExactly("web");
    CertificateQueries queries = store.bean(CertificateQueries.class);
    assertThat(queries.count(SYSTEM, vault.id(), 10)).isEqualTo(1);
    certificate(vault, "second");
    assertThat(queries.count(SYSTEM, vault.id(), 10)).isEqualTo(2);
    assertThat(queries.count(SYSTEM, vault.id(), 1)).isEqualTo(1);
    assertThat(certificates.due(SYSTEM, clock.instant(), 10)).contains(web.id());
    assertThat(store.bean(DeletedCertificates.class).find(SYSTEM, past.id())).isPresent();
    assertThat(store.bean(DeletedCertificates.class).recover(SYSTEM, past.id()).name())
        .isEqualTo(past.name());
    assertThat(deleted.page(SYSTEM, Slice.first(10)).items()).isEmpty();
  }

  @Test
  void goesByItselfWhenItsDaysAreOverProtectedOrNot() {
    Vault vault = made("guarded", "7");
    certificate(vault, "web");
    Vault guarded =
        vaults.configure(
            SYSTEM, vault.name(), new VaultWish("", "", "true", "", ""), Expected.of(1));
    assertThat(guarded.revision()).isEqualTo(2);
    DeletedVault gone = delete(guarded);
    assertThat(gone.purgeAt()).isEqualTo(gone.deletedAt().plus(Duration.ofDays(7)));
    assertThat(
            store
                .jdbc()
                .sql("select count(*) from scheduled_tasks where task_name = 'vault-purge'")
                .query(Long.class)
                .single())
        .isEqualTo(1);

    assertThatThrownBy(() -> deletions.purge(SYSTEM, gone))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
    clock.advance(Duration.ofDays(7).minusSeconds(1));
    assertThat(deletions.due(vault.id())).contains(gone.purgeAt());
    assertThat(deleted.find(SYSTEM, vault.id())).isPresent();

    clock.advance(Duration.ofSeconds(1));
    assertThat(deletions.due(vault.id())).isEmpty();
    assertThat(vaults.find(vault.id())).isEmpty();
    assertThat(rows()).containsEntry("vault", 1L).containsEntry("certificate", 0L);
  }

  @Test
  void aPurgeThatWasBrokenOffIsFinishedAndNotRecovered() {
    Vault vault = made("halfway", "");
    certificate(vault, "web");
    DeletedVault gone = delete(vault);
    deleted.hasten(SYSTEM, vault.id(), clock.instant());

    assertThatThrownBy(() -> deletions.recover(SYSTEM, gone)).hasMessageContaining("being purged");
    assertThatThrownBy(() -> made("halfway", "")).isInstanceOf(Refusal.class);
    assertThat(deletions.due(vault.id())).isEmpty();
    assertThat(rows()).containsEntry("vault", 1L).containsEntry("certificate", 0L);
  }

  @Test
  void staysWhileServersServeItsCertificatesAndTheFirstStaysAlways() {
    assertThatThrownBy(() -> delete(vaults.first())).hasMessageContaining("own listener");
    Vault vault = made("served", "");
    Certificate web = certificate(vault, "web");
    Consumers consumers = store.bean(Consumers.class);
    var shop =
        consumers.enrol(
            consumers.invite(SYSTEM, new ObjectName("shop-7")).token().token(), "shop-7");
    var binding =
        store
            .bean(Bindings.class)
            .bind(
                SYSTEM,
                new Bindings.Wanted(
                    shop.consumer().id(), web.id(), List.of(), "web.example.com", 443));

    assertThatThrownBy(() -> delete(vault))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT))
        .hasMessageContaining("web on shop-7");
    assertThat(vaults.find(vault.name())).isPresent();
    // Bound by somebody between that look and the deletion.
    assertThatThrownBy(() ->
            store
                .transaction()
                .executeWithoutResult(status -> {
                  deleted.delete(SYSTEM, vault.id(), Expected.any(), clock.instant());
                  store
                      .bean(DeletedCertificates.class)
                      .deleteAll(SYSTEM, vault.id(), clock.instant());
                }))
        .hasMessageContaining("has just been bound");
    assertThat(listed(vaults.get(SYSTEM, vault.name()))).containsExactly("web");

    store.bean(Bindings.class).unbind(SYSTEM, binding.id());
    assertThat(delete(vault).vault().name()).isEqualTo(vault.name());
  }

  @Test
  void changesOnlyWhatMayChangeAndOnlyForWhomItIs() {
    Vault vault = made("settled", "30");
    VaultWish protection = new VaultWish("", "", "true", "", "");
    assertThatThrownBy(() ->
            vaults.configure(
                SYSTEM, vault.name(), new VaultWish("", "31", "", "", ""), Expected.any()))
        .hasMessageContaining("fixed when it is made: 30 days");
    assertThatThrownBy(() -> vaults.configure(SYSTEM, vault.name(), protection, Expected.of(7)))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.STALE));
    vaults.configure(SYSTEM, vault.name(), protection, Expected.of(1));
    assertThatThrownBy(() ->
            vaults.configure(
                SYSTEM, vault.name(), new VaultWish("", "", "false", "", ""), Expected.any()))
        .hasMessageContaining("cannot be switched off");
    assertThat(vaults.get(SYSTEM, vault.name()).settings())
        .isEqualTo(
            new VaultWish("", "30", "true", "", "").over(io.perennial.vault.VaultSettings.usual()));

    Principals principals = store.bean(Principals.class);
    Principal reader = principals.register(Principal.Kind.USER, "reader");
    principals.assign(reader.id(), Role.READER, Scope.deployment());
    Principal owner = principals.register(Principal.Kind.USER, "owner");
    principals.assign(owner.id(), Role.ADMINISTRATOR, Scope.vault(vault.id()));
    assertThat(vaults.page(reader, Slice.first(10)).items()).hasSize(2);
    for (Principal stranger : List.of(reader, owner)) {
      assertForbidden(() -> vaults.create(stranger, new VaultWish("stranger", "", "", "", "")));
    }
    assertForbidden(() -> vaults.configure(reader, vault.name(), protection, Expected.any()));
    assertForbidden(() -> deletions.delete(reader, vault, Expected.any()));
    assertForbidden(() -> vaults.get(owner, Vaults.FIRST));
    assertThat(deletions.delete(owner, vault, Expected.any()).vault().id()).isEqualTo(vault.id());
    DeletedVault gone = deleted.find(SYSTEM, vault.id()).orElseThrow();
    assertForbidden(() -> deletions.recover(reader, gone));
    assertForbidden(() -> deletions.purge(reader, gone));
    assertThat(deletions.recover(owner, gone).name()).isEqualTo(vault.name());
    assertThat(
            store
                .jdbc()
                .sql(
                    "select action from audit_entry where subject = :path and outcome = 'done' order by sequence")
                .param("path", Scope.vault(vault.id()).path())
                .query(String.class)
                .list())
        .containsExactly("vault.create", "vault.configure", "vault.delete", "vault.recover");
  }

  private static void assertForbidden(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.FORBIDDEN));
  }
}
