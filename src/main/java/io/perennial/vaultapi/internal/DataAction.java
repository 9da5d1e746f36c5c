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
  KEYS_READ("keys/read", Permission.READ_KEYS);

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
