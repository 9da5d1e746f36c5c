package io.perennial.certificate;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Reads many certificates at once, in as many statements for ten as for a thousand. */
public interface CertificateQueries {

  /** A vault's certificates by name, from one index whatever their number. */
  Page<Listed> page(Principal actor, CertificateFilter filter, Slice slice);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Listed get(Principal actor, CertificateId id);

  /** Those of the ids that there are. For whoever may read all certificates. */
  Map<CertificateId, Listed> all(Principal actor, Collection<CertificateId> ids);

  /** Those of the versions that there are. For whoever may read all certificates. */
  Map<VersionId, Version> versions(Principal actor, Collection<VersionId> ids);

  /** Those of the fingerprints that there are. For whoever may read all certificates. */
  Map<Fingerprint, Version> shown(Principal actor, Collection<Fingerprint> fingerprints);

  /** Those of a vault that servers are bound to, by name. */
  List<Listed> bound(Principal actor, VaultId vault, int limit);

  /**
   * How many certificates a vault has.
   *
   * @param most where counting ends
   */
  int count(Principal actor, VaultId vault, int most);

  /** A certificate's versions, newest first. */
  Page<Version> versions(Principal actor, CertificateId id, Slice slice);
}
