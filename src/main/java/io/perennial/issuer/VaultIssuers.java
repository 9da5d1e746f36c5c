package io.perennial.issuer;

import io.perennial.access.Principal;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import java.util.Map;
import java.util.Optional;

/**
 * The CAs that a vault's own people configure for it, beside the deployment's, which they see and
 * do not change.
 */
public interface VaultIssuers {

  /** The deployment's that issue, and the vault's own, by name. */
  Page<VaultIssuer> page(Principal actor, VaultId vault, Slice slice);

  /** The vault's own, or else the deployment's. */
  Optional<VaultIssuer> find(Principal actor, VaultId vault, ObjectName name);

  /**
   * Configures a CA, or configures it anew; a secret setting that is left out keeps its value.
   *
   * @throws io.perennial.kernel.Refusal when a setting is wrong, naming it; a conflict when the
   *     deployment has an issuer of that name or the type is another than before
   */
  VaultIssuer set(Principal actor, VaultId vault, Wanted wanted);

  /**
   * Forgets a CA.
   *
   * @throws io.perennial.kernel.Refusal conflict while certificates or versions are its
   */
  void delete(Principal actor, IssuerId issuer);

  /**
   * What is wanted.
   *
   * @param type of connector
   * @param enabled whether it is asked for anything
   * @param account kept for the clients
   * @param organization kept for the clients, JSON
   */
  record Wanted(
      ObjectName name,
      String type,
      Map<String, String> settings,
      boolean enabled,
      Optional<String> account,
      Optional<String> organization) {}
}
