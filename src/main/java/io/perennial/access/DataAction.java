package io.perennial.access;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Key Vault's data actions, and the permission that each is here.
 *
 * <p>Source: the operations of Microsoft.KeyVault in Azure's permissions reference.
 */
public enum DataAction {
  CERTIFICATES_READ("certificates/read", Permission.READ_CERTIFICATES),
  CERTIFICATES_CREATE("certificates/create/action", Permission.CREATE_CERTIFICATES),
  CERTIFICATES_IMPORT("certificates/import/action", Permission.IMPORT_CERTIFICATES),
  CERTIFICATES_UPDATE("certificates/update/action", Permission.UPDATE_CERTIFICATES),
  CERTIFICATES_DELETE("certificates/delete", Permission.DELETE_CERTIFICATES),
  CERTIFICATES_RECOVER("certificates/recover/action", Permission.RECOVER_CERTIFICATES),
  CERTIFICATES_PURGE("certificates/purge/action", Permission.PURGE_CERTIFICATES),
  CERTIFICATES_BACKUP("certificates/backup/action", Permission.BACKUP_CERTIFICATES),
  CERTIFICATES_RESTORE("certificates/restore/action", Permission.RESTORE_CERTIFICATES),
  CERTIFICATECAS_READ("certificatecas/read", Permission.READ_VAULT_ISSUERS),
  CERTIFICATECAS_WRITE("certificatecas/write", Permission.WRITE_VAULT_ISSUERS),
  CERTIFICATECAS_DELETE("certificatecas/delete", Permission.DELETE_VAULT_ISSUERS),
  /** Reading them is this action too; there is no other. */
  CERTIFICATECONTACTS_WRITE("certificatecontacts/write", Permission.WRITE_CONTACTS),
  SECRETS_GET("secrets/getSecret/action", Permission.READ_PRIVATE_KEY),
  SECRETS_LIST("secrets/readMetadata/action", Permission.READ_SECRETS),
  SECRETS_SET("secrets/setSecret/action", Permission.SET_SECRETS),
  SECRETS_UPDATE("secrets/update/action", Permission.UPDATE_SECRETS),
  SECRETS_DELETE("secrets/delete", Permission.DELETE_SECRETS),
  SECRETS_RECOVER("secrets/recover/action", Permission.RECOVER_SECRETS),
  SECRETS_PURGE("secrets/purge/action", Permission.PURGE_SECRETS),
  SECRETS_BACKUP("secrets/backup/action", Permission.BACKUP_SECRETS),
  SECRETS_RESTORE("secrets/restore/action", Permission.RESTORE_SECRETS),
  KEYS_READ("keys/read", Permission.READ_KEYS),
  KEYS_CREATE("keys/create/action", Permission.CREATE_KEYS),
  KEYS_IMPORT("keys/import/action", Permission.IMPORT_KEYS),
  KEYS_UPDATE("keys/update/action", Permission.UPDATE_KEYS),
  KEYS_DELETE("keys/delete", Permission.DELETE_KEYS),
  KEYS_RECOVER("keys/recover/action", Permission.RECOVER_KEYS),
  KEYS_PURGE("keys/purge/action", Permission.PURGE_KEYS),
  KEYS_BACKUP("keys/backup/action", Permission.BACKUP_KEYS),
  KEYS_RESTORE("keys/restore/action", Permission.RESTORE_KEYS),
  KEYS_ROTATE("keys/rotate/action", Permission.ROTATE_KEYS),
  KEYS_ENCRYPT("keys/encrypt/action", Permission.ENCRYPT_WITH_KEYS),
  KEYS_DECRYPT("keys/decrypt/action", Permission.DECRYPT_WITH_KEYS),
  KEYS_WRAP("keys/wrap/action", Permission.WRAP_WITH_KEYS),
  KEYS_UNWRAP("keys/unwrap/action", Permission.UNWRAP_WITH_KEYS),
  KEYS_SIGN("keys/sign/action", Permission.SIGN_WITH_KEYS),
  KEYS_VERIFY("keys/verify/action", Permission.VERIFY_WITH_KEYS),
  KEYS_RELEASE("keys/release/action", Permission.RELEASE_KEYS),
  KEYROTATIONPOLICIES_READ("keyrotationpolicies/read", Permission.READ_KEY_ROTATION),
  KEYROTATIONPOLICIES_WRITE("keyrotationpolicies/write", Permission.WRITE_KEY_ROTATION);

  private static final String PREFIX = "Microsoft.KeyVault/vaults/";

  private final String action;
  private final Permission permission;

  DataAction(String action, Permission permission) {
    this.action = action;
    this.permission = permission;
  }

  public Permission permission() {
    return permission;
  }

  /**
   * Those that a role definition's pattern means.
   *
   * @param pattern such as {@code certificates/*}; the asterisk stands for any text
   */
  static List<DataAction> matching(String pattern) {
    Pattern wanted = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    return Arrays.stream(values())
        .filter(action -> wanted.matcher(action.action).matches())
        .toList();
  }

  /** How role definitions write a pattern. */
  static String full(String pattern) {
    return PREFIX + pattern;
  }

  /** Its name in role definitions. */
  @Override
  public String toString() {
    return full(action);
  }
}
