package io.perennial.vaultapi.internal;

import io.perennial.access.Permission;

/** Key Vault's data actions, and the permission that each is here. */
enum DataAction {
  CERTIFICATES_READ("certificates/read", Permission.READ_CERTIFICATES),
  SECRETS_GET("secrets/getSecret/action", Permission.READ_PRIVATE_KEY),
  SECRETS_LIST("secrets/readMetadata/action", Permission.READ_SECRETS),
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
