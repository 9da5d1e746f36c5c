package io.perennial.secret;

import io.perennial.access.Principal;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import java.util.Optional;

/** Secrets and their versions. A deleted one is not among them. */
public interface Secrets {

  /** Bytes of the longest value. */
  int LONGEST_VALUE = 25 * 1024;

  /**
   * Adds a version, which is current at once; with it the secret, if there is none.
   *
   * @param value stays the caller's to close
   * @throws io.perennial.kernel.Refusal conflict when the name is that of a deleted secret,
   *     forbidden when a certificate manages it
   */
  SecretVersion set(
      Principal actor, VaultId vault, ObjectName name, SecretBytes value, SecretDetails details);

  /**
   * @param version empty: the current one
   */
  Optional<SecretVersion> find(
      Principal actor, VaultId vault, ObjectName name, Optional<VersionId> version);

  /**
   * Hands a value out. That it was read is on record before this returns.
   *
   * @return the caller closes it
   * @throws io.perennial.kernel.Refusal forbidden when the version is disabled
   */
  SecretBytes reveal(Principal actor, SecretVersion version);

  /**
   * Changes what is known of a version.
   *
   * @param version empty: the current one
   * @throws io.perennial.kernel.Refusal when there is none
   */
  SecretVersion update(
      Principal actor,
      VaultId vault,
      ObjectName name,
      Optional<VersionId> version,
      SecretDetails.Change change);

  /** A vault's secrets by name, each as its current version. */
  Page<SecretVersion> page(Principal actor, VaultId vault, Slice slice);

  /** Newest first; none of a secret that is not there. */
  Page<SecretVersion> versions(Principal actor, VaultId vault, ObjectName name, Slice slice);
}
