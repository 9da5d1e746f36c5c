package io.perennial.access;

import static io.perennial.access.Permission.MANAGE_ACCESS;
import static io.perennial.access.Permission.READ_AUDIT;
import static io.perennial.access.Permission.READ_CERTIFICATES;
import static io.perennial.access.Permission.READ_CONSUMERS;
import static io.perennial.access.Permission.READ_ISSUERS;
import static io.perennial.access.Permission.READ_KEYS;
import static io.perennial.access.Permission.READ_PRIVATE_KEY;
import static io.perennial.access.Permission.READ_SECRETS;
import static io.perennial.access.Permission.REPORT_INSTALLATION;
import static io.perennial.access.Permission.WRITE_CERTIFICATES;
import static io.perennial.access.Permission.WRITE_CONSUMERS;
import static io.perennial.access.Permission.WRITE_ISSUERS;
import static io.perennial.access.Permission.WRITE_SECRETS;

import java.util.EnumSet;
import java.util.Set;

/**
 * A named set of permissions. Those of Key Vault have its names and data actions; besides them
 * nobody but a bound consumer takes a private key away.
 */
public enum Role {
  /** Runs the deployment, but cannot take private keys out of it. */
  ADMINISTRATOR(
      EnumSet.of(
          READ_CERTIFICATES,
          WRITE_CERTIFICATES,
          READ_ISSUERS,
          WRITE_ISSUERS,
          READ_CONSUMERS,
          WRITE_CONSUMERS,
          READ_AUDIT,
          MANAGE_ACCESS)),
  /** Sees certificates, issuers and servers. */
  READER(EnumSet.of(READ_CERTIFICATES, READ_ISSUERS, READ_CONSUMERS)),
  /** Takes care of certificates and of the servers that serve them. */
  OPERATOR(
      EnumSet.of(
          READ_CERTIFICATES, WRITE_CERTIFICATES, READ_ISSUERS, READ_CONSUMERS, WRITE_CONSUMERS)),
  /**
   * Sees which issuers there are, as everybody must who asks for a certificate. Whoever holds a
   * role below the deployment holds this one at it.
   */
  ISSUER_USER(EnumSet.of(READ_ISSUERS)),
  /** An enrolled server, assigned at each of its bindings. */
  BOUND_CONSUMER(EnumSet.of(READ_CERTIFICATES, READ_PRIVATE_KEY, REPORT_INSTALLATION)),
  /** Everything in a vault (Key Vault's 00482a5a-887f-4fb3-b363-3b7fe8e74483). */
  KEY_VAULT_ADMINISTRATOR(
      EnumSet.of(
          READ_CERTIFICATES,
          WRITE_CERTIFICATES,
          READ_PRIVATE_KEY,
          READ_SECRETS,
          WRITE_SECRETS,
          READ_KEYS,
          Permission.UPDATE_KEYS,
          Permission.SIGN,
          Permission.VERIFY,
          Permission.WRAP_KEY,
          Permission.UNWRAP_KEY,
          Permission.ENCRYPT,
          Permission.DECRYPT)),
  /** Everything but private keys and values (21090545-7ca7-4776-b22c-e363652d74d2). */
  KEY_VAULT_READER(EnumSet.of(READ_CERTIFICATES, READ_SECRETS, READ_KEYS)),
  /** Certificates, without their private keys (a4417e6f-fecd-4de8-b567-7b0420556985). */
  KEY_VAULT_CERTIFICATES_OFFICER(EnumSet.of(READ_CERTIFICATES, WRITE_CERTIFICATES)),
  /** Takes certificates with their keys into use (db79e9a7-68ee-4b58-9aeb-b90e7c24fcba). */
  KEY_VAULT_CERTIFICATE_USER(
      EnumSet.of(READ_CERTIFICATES, READ_PRIVATE_KEY, READ_SECRETS, READ_KEYS)),
  /** Everything about secrets (b86a8fe4-44ce-4948-aee5-eccb2c155cd7). */
  KEY_VAULT_SECRETS_OFFICER(EnumSet.of(READ_PRIVATE_KEY, READ_SECRETS, WRITE_SECRETS)),
  /** Secrets, a certificate's among them (4633458b-17de-408a-b874-0445c86b69e6). */
  KEY_VAULT_SECRETS_USER(EnumSet.of(READ_PRIVATE_KEY, READ_SECRETS)),
  /** What Perennial does by itself: issue, renew, publish and probe. */
  SYSTEM(EnumSet.allOf(Permission.class));

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable copy
  private final Set<Permission> permissions;

  Role(Set<Permission> permissions) {
    this.permissions = Set.copyOf(permissions);
  }

  /** Whether the set holds this one. */
  public boolean allows(Permission permission) {
    return permissions.contains(permission);
  }
}
