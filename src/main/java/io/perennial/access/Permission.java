package io.perennial.access;

import java.util.Optional;

/**
 * What can be allowed. Key Vault's data actions have one each ({@link DataAction}); where the
 * domain does not tell several of them apart it asks for the one that they have in common, which
 * whoever holds one of them holds too.
 */
public enum Permission {
  READ_CERTIFICATES,
  /** Changes certificates in some way: one of those that follow, or renewing and revoking. */
  WRITE_CERTIFICATES,
  CREATE_CERTIFICATES(WRITE_CERTIFICATES),
  IMPORT_CERTIFICATES(WRITE_CERTIFICATES),
  UPDATE_CERTIFICATES(WRITE_CERTIFICATES),
  DELETE_CERTIFICATES(WRITE_CERTIFICATES),
  RECOVER_CERTIFICATES(WRITE_CERTIFICATES),
  PURGE_CERTIFICATES(WRITE_CERTIFICATES),
  BACKUP_CERTIFICATES(WRITE_CERTIFICATES),
  RESTORE_CERTIFICATES(WRITE_CERTIFICATES),
  /** Takes away private keys and secrets' values. */
  READ_PRIVATE_KEY,
  /** Sees which secrets there are, without their values. */
  READ_SECRETS,
  /** Changes secrets in one of the ways that follow, without seeing their values. */
  WRITE_SECRETS,
  SET_SECRETS(WRITE_SECRETS),
  UPDATE_SECRETS(WRITE_SECRETS),
  DELETE_SECRETS(WRITE_SECRETS),
  RECOVER_SECRETS(WRITE_SECRETS),
  PURGE_SECRETS(WRITE_SECRETS),
  BACKUP_SECRETS(WRITE_SECRETS),
  RESTORE_SECRETS(WRITE_SECRETS),
  /** Sees public keys. */
  READ_KEYS,
  /** Has a key work inside, in one of the ways that follow. */
  USE_KEYS,
  ENCRYPT_WITH_KEYS(USE_KEYS),
  DECRYPT_WITH_KEYS(USE_KEYS),
  WRAP_WITH_KEYS(USE_KEYS),
  UNWRAP_WITH_KEYS(USE_KEYS),
  SIGN_WITH_KEYS(USE_KEYS),
  VERIFY_WITH_KEYS(USE_KEYS),
  /** Changes keys in one of the ways that follow. */
  WRITE_KEYS,
  CREATE_KEYS(WRITE_KEYS),
  IMPORT_KEYS(WRITE_KEYS),
  UPDATE_KEYS(WRITE_KEYS),
  DELETE_KEYS(WRITE_KEYS),
  RECOVER_KEYS(WRITE_KEYS),
  PURGE_KEYS(WRITE_KEYS),
  BACKUP_KEYS(WRITE_KEYS),
  RESTORE_KEYS(WRITE_KEYS),
  ROTATE_KEYS(WRITE_KEYS),
  RELEASE_KEYS,
  READ_KEY_ROTATION,
  WRITE_KEY_ROTATION,
  /** Sees the deployment's issuers. */
  READ_ISSUERS,
  /** Configures the deployment's issuers. */
  WRITE_ISSUERS,
  /** Sees the issuers that a vault's clients have named. */
  READ_VAULT_ISSUERS,
  WRITE_VAULT_ISSUERS,
  DELETE_VAULT_ISSUERS,
  /** Sees and changes whom a vault writes to about its certificates. */
  WRITE_CONTACTS,
  READ_CONSUMERS,
  WRITE_CONSUMERS,
  REPORT_INSTALLATION,
  READ_AUDIT,
  /** Makes, configures, deletes and recovers vaults. */
  MANAGE_VAULTS,
  /** Removes deleted vaults for good. */
  PURGE_VAULTS,
  /** Hands out any role. */
  MANAGE_ACCESS,
  /** Hands out those of Key Vault's roles that are handed out most ({@link Role#delegable}). */
  DELEGATE_ACCESS;

  @SuppressWarnings("ImmutableEnumChecker") // an Optional of an enum's constant
  private final Optional<Permission> common;

  Permission() {
    this.common = Optional.empty();
  }

  Permission(Permission common) {
    this.common = Optional.of(common);
  }

  /** What whoever holds this one holds too. */
  public Optional<Permission> common() {
    return common;
  }
}
