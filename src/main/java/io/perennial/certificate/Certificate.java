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
 * @param dueRevision the edit that a version must have met, or a new one is due
 * @param secretForm in which clients of its vault get chain and key
 * @param currentVersion empty until the first was issued
 * @param plan when it is looked at next, and why
 * @param updatedAt when its policy or what is said of it was last edited
 */
public record Certificate(
    CertificateId id,
    VaultId vault,
    ObjectName name,
    IssuerId issuer,
    CertificatePolicy policy,
    long policyRevision,
    long dueRevision,
    SecretForm secretForm,
    Map<String, String> tags,
    boolean enabled,
    Optional<VersionId> currentVersion,
    Plan plan,
    Instant createdAt,
    Instant updatedAt) {

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
        dueRevision,
        secretForm,
        tags,
        enabled,
        currentVersion,
        other,
        createdAt,
        updatedAt);
  }

  /** The same, with what is said of it. */
  public Certificate described(Description description) {
    return new Certificate(
        id,
        vault,
        name,
        issuer,
        policy,
        policyRevision,
        dueRevision,
        description.secretForm().orElse(secretForm),
        description.tags().orElse(tags),
        description.enabled().orElse(enabled),
        currentVersion,
        plan,
        createdAt,
        updatedAt);
  }

  /** Whether something that met an edit of the policy no longer is what is wanted. */
  public boolean outdates(long revision) {
    return revision < dueRevision;
  }

  public Scope scope() {
    return Scope.certificate(vault, id);
  }
}
