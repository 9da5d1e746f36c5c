package io.perennial.issuer.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.issuer.VaultIssuer;
import io.perennial.issuer.VaultIssuers;
import io.perennial.kernel.Expected;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredVaultIssuers implements VaultIssuers {

  private final Issuers issuers;
  private final IssuerWriter writer;
  private final IssuerRepository repository;
  private final VaultIssuerRepository faces;
  private final Authorizer authorizer;
  private final Clock clock;

  StoredVaultIssuers(
      Issuers issuers,
      IssuerWriter writer,
      IssuerRepository repository,
      VaultIssuerRepository faces,
      Authorizer authorizer,
      Clock clock) {
    this.issuers = issuers;
    this.writer = writer;
    this.repository = repository;
    this.faces = faces;
    this.authorizer = authorizer;
    this.clock = clock;
  }

  @Override
  public Page<VaultIssuer> page(Principal actor, VaultId vault, Slice slice) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.vault(vault));
    TreeMap<String, Issuer> known = new TreeMap<>();
    issuers.list(actor, vault).stream()
        .filter(issuer -> issuers.issuing(issuer) && !issuers.selfSigning(issuer))
        .forEach(issuer ->
            known.merge(
                issuer.name().value(),
                issuer,
                (one, other) -> one.vault().isPresent() ? one : other));
    List<Issuer> rest =
        slice.after().map(after -> known.tailMap(after, false)).orElse(known).values().stream()
            .limit(slice.limit() + 1L)
            .toList();
    return Page.of(rest, slice.limit(), issuer -> issuer.name().value()).map(faces::of);
  }

  @Override
  public Optional<VaultIssuer> find(Principal actor, VaultId vault, ObjectName name) {
    authorizer.require(actor, Permission.READ_ISSUERS, Scope.vault(vault));
    return issuers.find(actor, vault, name).map(faces::of);
  }

  @Override
  @Transactional
  public VaultIssuer set(Principal actor, VaultId vault, Wanted wanted) {
    Optional<Issuer> known = repository.find(vault, wanted.name());
    if (known.isEmpty() && repository.find(wanted.name()).isPresent()) {
      throw Refusal.conflict(
          "The issuer %s is there for every vault and is configured on the dashboard. Use it, or choose another name."
              .formatted(wanted.name().value()));
    }
    if (known.isPresent() && !known.get().type().equals(wanted.type())) {
      throw Refusal.conflict(
          "The issuer %s is of type %s. Delete it before it becomes another, or choose another name."
              .formatted(wanted.name().value(), known.get().type()));
    }
    IssuerId id =
        known
            .map(issuer -> writer.update(actor, issuer.id(), wanted.settings(), Expected.any()))
            .orElseGet(() ->
                writer.create(
                    actor, Optional.of(vault), wanted.name(), wanted.type(), wanted.settings()))
            .id();
    Issuer written = writer.enable(actor, id, wanted.enabled());
    faces.write(id, wanted.account(), wanted.organization(), clock.instant());
    return faces.of(written);
  }

  @Override
  @Transactional
  public void delete(Principal actor, IssuerId issuer) {
    writer.delete(actor, issuer);
  }
}
