package io.perennial.secret;

import io.perennial.access.Principal;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;

/** Secrets with all their versions as one sealed value, which only this deployment opens. */
public interface SecretBackups {

  /** Versions of the longest history that can be backed up. */
  int MOST_VERSIONS = 500;

  /**
   * That it was made is on record before this returns.
   *
   * @throws io.perennial.kernel.Refusal when there is no such secret, or it has too many versions
   */
  byte[] backup(Principal actor, VaultId vault, ObjectName name);

  /**
   * Puts a secret back under its old name, into whichever vault of the deployment.
   *
   * @return its current version
   * @throws io.perennial.kernel.Refusal invalid when the backup was altered or is another
   *     deployment's; conflict when the name is taken
   */
  SecretVersion restore(Principal actor, VaultId vault, byte[] backup);
}
