package io.perennial.certificate;

import io.perennial.access.Scope;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.policy.CertificatePolicy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A named object, not one X.509 file.
 *
 * @param policyRevision grows with each edit, so that a version tells which policy it met
 * @param currentVersion empty until the first was issued
 * @param plan when it is looked at next, and why
 */
public record Certificate(
    CertificateId id,
    VaultId vault,
    ObjectName name,
    IssuerId issuer,
    CertificatePolicy policy,
    long policyRevision,
    Map<String, String> tags,
    boolean enabled,
    Optional<VersionId> currentVersion,
    Plan plan,
    Instant createdAt) {

  public Certificate {
    tags = Map.copyOf(tags);
  }

  /** The same, as it would be with another plan. */
  public Certificate withPlan(Plan other) {
    return new Certificate(
        id,
        vault,
        name,
        issuer,
        policy,
        policyRevision,
        tags,
        enabled,
        currentVersion,
        other,
        createdAt);
  }

  public Scope scope() {
    return Scope.certificate(vault, id);
  }
}
