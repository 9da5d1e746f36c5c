package io.perennial.vaultapi.internal;

import io.perennial.access.Permission;

/** Key Vault's data actions, and the permission that each is here. */
enum DataAction {
  CERTIFICATES_READ("certificates/read", Permission.READ_CERTIFICATES),
  CERTIFICATES_CREATE("certificates/create/action", Permission.WRITE_CERTIFICATES),
  CERTIFICATES_IMPORT("certificates/import/action", Permission.WRITE_CERTIFICATES),
  CERTIFICATES_UPDATE("certificates/update/action", Permission.WRITE_CERTIFICATES),
  CERTIFICATES_DELETE("certificates/delete", Permission.WRITE_CERTIFICATES),
  CERTIFICATES_RECOVER("certificates/recover/action", Permission.WRITE_CERTIFICATES),
  CERTIFICATES_PURGE("certificates/purge/action", Permission.WRITE_CERTIFICATES),
  SECRETS_GET("secrets/getSecret/action", Permission.READ_PRIVATE_KEY),
  SECRETS_LIST("secrets/readMetadata/action", Permission.READ_SECRETS),
  SECRETS_SET("secrets/setSecret/action", Permission.WRITE_SECRETS),
  SECRETS_UPDATE("secrets/update/action", Permission.WRITE_SECRETS),
  SECRETS_DELETE("secrets/delete", Permission.WRITE_SECRETS),
  SECRETS_RECOVER("secrets/recover/action", Permission.WRITE_SECRETS),
  SECRETS_PURGE("secrets/purge/action", Permission.WRITE_SECRETS),
  SECRETS_BACKUP("secrets/backup/action", Permission.WRITE_SECRETS),
  SECRETS_RESTORE("secrets/restore/action", Permission.WRITE_SECRETS),
  KEYS_READ("keys/read", Permission.READ_KEYS),
  KEYS_SIGN("keys/sign/action", Permission.SIGN),
  KEYS_VERIFY("keys/verify/action", Permission.VERIFY),
  KEYS_WRAP("keys/wrap/action", Permission.WRAP_KEY),
  KEYS_UNWRAP("keys/unwrap/action", Permission.UNWRAP_KEY),
  KEYS_ENCRYPT("keys/encrypt/action", Permission.ENCRYPT),
  KEYS_DECRYPT("keys/decrypt/action", Permission.DECRYPT),
  KEYS_UPDATE("keys/update/action", Permission.UPDATE_KEYS),
  KEYS_DELETE("keys/delete", Permission.UPDATE_KEYS),
  KEYS_BACKUP("keys/backup/action", Permission.UPDATE_KEYS);

  private final String action;
  private final Permission permission;

  DataAction(String action, Permission permission) {
    this.action = "Microsoft.KeyVault/vaults/" + action;
    this.permission = permission;
  }

  Permission permission() {
    return permission;
  }

  /** Its name in role definitions. */
  @Override
  public String toString() {
    return action;
  }
}
