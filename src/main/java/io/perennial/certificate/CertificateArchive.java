package io.perennial.certificate;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Whole certificates, to be kept elsewhere and put back. Their private keys are another's part. */
public interface CertificateArchive {

  /** Versions of the longest history that is kept whole. */
  int MOST_VERSIONS = 500;

  /**
   * All that there is of a certificate.
   *
   * @param issuers names those that it and its versions have
   * @throws io.perennial.kernel.Refusal when it has no version, or too many
   */
  Archived take(Principal actor, CertificateId id, Function<IssuerId, ObjectName> issuers);

  /**
   * Puts a certificate into a vault. It is looked at by renewal at once, as is any that was edited.
   *
   * @param issuers finds those that the archived names
   * @return with the ids of its versions, in the archived's order
   * @throws io.perennial.kernel.Refusal conflict when the name is taken
   */
  Restored restore(
      Principal actor, VaultId vault, Archived archived, Function<ObjectName, IssuerId> issuers);

  /**
   * A certificate without its keys.
   *
   * @param policy as it is written down
   * @param versions from the first on
   */
  record Archived(
      ObjectName name,
      ObjectName issuer,
      String policy,
      SecretForm secretForm,
      Map<String, String> tags,
      boolean enabled,
      Instant createdAt,
      Instant updatedAt,
      List<ArchivedVersion> versions) {}

  /**
   * A version without its key.
   *
   * @param id where the archived was taken, by which its key is found there
   * @param knownAs the id that clients of a vault use, before and after
   * @param outdated whether the policy was edited since, so that another was due at once
   * @param chain PEM, end entity first
   */
  record ArchivedVersion(
      VersionId id,
      VersionId knownAs,
      ObjectName issuer,
      boolean outdated,
      boolean attended,
      Instant issuedAt,
      String chain) {}

  /** What was put back. */
  record Restored(Certificate certificate, List<VersionId> versions) {}
}
