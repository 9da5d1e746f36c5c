package io.perennial.certificate.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
class ListedCertificates implements CertificateQueries {

  private final CertificatePageRepository repository;
  private final Authorizer authorizer;
  private final Surroundings surroundings;

  ListedCertificates(
      CertificatePageRepository repository, Authorizer authorizer, Surroundings surroundings) {
    this.repository = repository;
    this.authorizer = authorizer;
    this.surroundings = surroundings;
  }

  @Override
  public Page<Listed> page(Principal actor, CertificateFilter filter, Slice slice) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.vault(filter.vault()));
    return Page.of(
        repository.page(filter, slice.after().orElse(""), slice.limit() + 1, surroundings.now()),
        slice.limit(),
        listed -> listed.certificate().name().value());
  }

  @Override
  public Listed get(Principal actor, CertificateId id) {
    Listed listed =
        repository
            .find(id)
            .orElseThrow(() -> Refusal.notFound("There is no certificate " + id.value() + "."));
    authorizer.require(actor, Permission.READ_CERTIFICATES, listed.certificate().scope());
    return listed;
  }

  @Override
  public Map<CertificateId, Listed> all(Principal actor, Collection<CertificateId> ids) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return repository.all(Set.copyOf(ids)).stream()
        .collect(Collectors.toMap(listed -> listed.certificate().id(), Function.identity()));
  }

  @Override
  public Map<VersionId, Version> versions(Principal actor, Collection<VersionId> ids) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return repository.versions(Set.copyOf(ids)).stream()
        .collect(Collectors.toMap(Version::id, Function.identity()));
  }

  @Override
  public Map<Fingerprint, Version> shown(Principal actor, Collection<Fingerprint> fingerprints) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.deployment());
    return repository.shown(Set.copyOf(fingerprints)).stream()
        .collect(Collectors.toMap(Version::fingerprint, Function.identity(), (one, same) -> one));
  }

  @Override
  public List<Listed> bound(Principal actor, VaultId vault, int limit) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.vault(vault));
    return repository.bound(vault, limit);
  }

  @Override
  public int count(Principal actor, VaultId vault, int most) {
    authorizer.require(actor, Permission.READ_CERTIFICATES, Scope.vault(vault));
    return repository.count(vault, most);
  }

  @Override
  public Page<Version> versions(Principal actor, CertificateId id, Slice slice) {
    get(actor, id);
    int before = slice.after().map(Integer::parseInt).orElse(Integer.MAX_VALUE);
    return Page.of(
        repository.versions(id, before, slice.limit() + 1),
        slice.limit(),
        version -> Integer.toString(version.number()));
  }
}
