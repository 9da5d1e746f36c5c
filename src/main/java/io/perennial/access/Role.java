package io.perennial.access;

import static io.perennial.access.Permission.DELEGATE_ACCESS;
import static io.perennial.access.Permission.MANAGE_ACCESS;
import static io.perennial.access.Permission.MANAGE_VAULTS;
import static io.perennial.access.Permission.PURGE_VAULTS;
import static io.perennial.access.Permission.READ_AUDIT;
import static io.perennial.access.Permission.READ_CERTIFICATES;
import static io.perennial.access.Permission.READ_CONSUMERS;
import static io.perennial.access.Permission.READ_ISSUERS;
import static io.perennial.access.Permission.READ_PRIVATE_KEY;
import static io.perennial.access.Permission.REPORT_INSTALLATION;
import static io.perennial.access.Permission.WRITE_CONSUMERS;
import static io.perennial.access.Permission.WRITE_ISSUERS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A named set of permissions. Those of Key Vault have its names, ids and data actions, as its
 * built-in roles are published; besides them nobody but a bound consumer takes a private key away.
 */
public enum Role {
  /** Runs the deployment, but cannot take private keys out of it. */
  ADMINISTRATOR(
      Set.of(
          READ_ISSUERS,
          WRITE_ISSUERS,
          READ_CONSUMERS,
          WRITE_CONSUMERS,
          READ_AUDIT,
          MANAGE_VAULTS,
          PURGE_VAULTS,
          MANAGE_ACCESS),
      "certificates/*",
      "certificatecas/*",
      "certificatecontacts/write"),
  /** Sees certificates, issuers and servers. */
  READER(Set.of(READ_ISSUERS, READ_CONSUMERS), "certificates/read", "certificatecas/read"),
  /** Takes care of certificates and of the servers that serve them. */
  OPERATOR(
      Set.of(READ_ISSUERS, READ_CONSUMERS, WRITE_CONSUMERS),
      "certificates/*",
      "certificatecas/read"),
  /**
   * Sees which issuers there are, as everybody must who asks for a certificate. Whoever holds a
   * role below the deployment holds this one at it.
   */
  ISSUER_USER(Set.of(READ_ISSUERS)),
  /** An enrolled server, assigned at each of its bindings. */
  BOUND_CONSUMER(Set.of(READ_CERTIFICATES, READ_PRIVATE_KEY, REPORT_INSTALLATION)),
  /** Everything in a vault. */
  KEY_VAULT_ADMINISTRATOR("00482a5a-887f-4fb3-b363-3b7fe8e74483", "*"),
  /** Everything but private keys and values. */
  KEY_VAULT_READER("21090545-7ca7-4776-b22c-e363652d74d2", "*/read", "secrets/readMetadata/action"),
  /** Certificates, without their private keys. */
  KEY_VAULT_CERTIFICATES_OFFICER(
      "a4417e6f-fecd-4de8-b567-7b0420556985",
      "certificates/*",
      "certificatecas/*",
      "certificatecontacts/write"),
  /** Takes certificates with their keys into use. */
  KEY_VAULT_CERTIFICATE_USER(
      "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba",
      "certificates/read",
      "secrets/getSecret/action",
      "secrets/readMetadata/action",
      "keys/read"),
  /** Everything about secrets. */
  KEY_VAULT_SECRETS_OFFICER("b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "secrets/*"),
  /** Secrets, a certificate's among them. */
  KEY_VAULT_SECRETS_USER(
      "4633458b-17de-408a-b874-0445c86b69e6",
      "secrets/getSecret/action",
      "secrets/readMetadata/action"),
  /** Everything about keys. */
  KEY_VAULT_CRYPTO_OFFICER(
      "14b46e9e-c2b7-41b4-b07b-48a6ebf60603", "keys/*", "keyrotationpolicies/*"),
  /** Has keys work. */
  KEY_VAULT_CRYPTO_USER(
      "12338af0-0e69-4776-bea7-57ae8d297424",
      "keys/read",
      "keys/update/action",
      "keys/backup/action",
      "keys/encrypt/action",
      "keys/decrypt/action",
      "keys/wrap/action",
      "keys/unwrap/action",
      "keys/sign/action",
      "keys/verify/action"),
  /** Has keys wrap other keys. */
  KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER(
      "e147488a-f6f5-4113-8e2d-b22465e65bf6",
      "keys/read",
      "keys/wrap/action",
      "keys/unwrap/action"),
  /** Takes keys into an attested environment. */
  KEY_VAULT_CRYPTO_SERVICE_RELEASE_USER(
      "08bbd89e-9f13-488c-ac41-acfcb10c90ab", "keys/release/action"),
  /** Removes deleted vaults for good. */
  KEY_VAULT_PURGE_OPERATOR("a68e7c17-0ab2-4c09-9a58-125dae29748c", Set.of(PURGE_VAULTS)),
  /** Hands out the roles that Key Vault's of this name may. */
  KEY_VAULT_DATA_ACCESS_ADMINISTRATOR(
      "8b54135c-b56d-4d72-a534-26097cfdc8d8", Set.of(DELEGATE_ACCESS)),
  /** What Perennial does by itself: issue, renew, publish and probe. */
  SYSTEM(EnumSet.allOf(Permission.class));

  /** The condition that is part of the published Data Access Administrator. */
  private static final Set<Role> DELEGABLE =
      EnumSet.of(
          KEY_VAULT_ADMINISTRATOR,
          KEY_VAULT_READER,
          KEY_VAULT_CERTIFICATES_OFFICER,
          KEY_VAULT_CRYPTO_OFFICER,
          KEY_VAULT_CRYPTO_USER,
          KEY_VAULT_CRYPTO_SERVICE_ENCRYPTION_USER,
          KEY_VAULT_SECRETS_OFFICER,
          KEY_VAULT_SECRETS_USER);

  private static final String KEY_VAULT = "KEY_VAULT_";

  @SuppressWarnings("ImmutableEnumChecker") // an Optional of a UUID
  private final Optional<UUID> id;

  @SuppressWarnings("ImmutableEnumChecker") // unmodifiable
  private final List<String> patterns;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
  private final Set<Permission> permissions;

  Role(Set<Permission> permissions, String... patterns) {
    this(Optional.empty(), permissions, patterns);
  }

  Role(String id, String... patterns) {
    this(Optional.of(UUID.fromString(id)), Set.of(), patterns);
  }

  Role(String id, Set<Permission> permissions) {
    this(Optional.of(UUID.fromString(id)), permissions);
  }

  Role(Optional<UUID> id, Set<Permission> permissions, String... patterns) {
    this.id = id;
    this.patterns = List.of(patterns);
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    all.addAll(permissions);
    this.patterns.stream()
        .flatMap(pattern -> DataAction.matching(pattern).stream())
        .map(DataAction::permission)
        .forEach(all::add);
    EnumSet.copyOf(all).stream().flatMap(held -> held.common().stream()).forEach(all::add);
    this.permissions = Set.copyOf(all);
  }

  /** Whether the set holds this one. */
  public boolean allows(Permission permission) {
    return permissions.contains(permission);
  }

  /** By which Azure knows it; empty for those that Key Vault does not have. */
  public Optional<UUID> id() {
    return id;
  }

  /** Its name for people: {@code Key Vault Certificates Officer}. */
  public String title() {
    String words = name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Arrays.stream(words.split(" "))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(java.util.stream.Collectors.joining(" "));
  }

  /**
   * Its name for programs: {@code secrets-user}, without what all of Key Vault's share, or {@code
   * perennial-operator}.
   */
  public String word() {
    String own = keyVault() ? name().substring(KEY_VAULT.length()) : "perennial-" + name();
    return own.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is one of Key Vault's built-in roles. */
  public boolean keyVault() {
    return name().startsWith(KEY_VAULT);
  }

  /** Its data actions as role definitions write them, asterisks included. */
  public List<String> dataActions() {
    return patterns.stream().map(DataAction::full).toList();
  }

  /** Whether {@link Permission#DELEGATE_ACCESS} is enough to hand it out. */
  public boolean delegable() {
    return DELEGABLE.contains(this);
  }
}
