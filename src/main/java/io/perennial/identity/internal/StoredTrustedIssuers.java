package io.perennial.identity.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.identity.TrustedIssuer;
import io.perennial.identity.TrustedIssuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredTrustedIssuers implements TrustedIssuers {

  private final TrustedIssuerRepository repository;
  private final Vaults vaults;
  private final Authorities authorities;
  private final Authorizer authorizer;
  private final Audit audit;
  private final Clock clock;

  StoredTrustedIssuers(
      TrustedIssuerRepository repository,
      Vaults vaults,
      Authorities authorities,
      Authorizer authorizer,
      Audit audit,
      Clock clock) {
    this.repository = repository;
    this.vaults = vaults;
    this.authorities = authorities;
    this.authorizer = authorizer;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  @Transactional
  public TrustedIssuer trust(
      Principal actor, ObjectName vault, String issuer, String audience, String claim) {
    VaultId at = require(actor, vault);
    TrustedIssuer wanted =
        new TrustedIssuer(
            at,
            OutsideText.issuer(issuer),
            OutsideText.audience(audience),
            Optional.of(claim.strip()).filter(text -> !text.isEmpty()).map(OutsideText::claim),
            clock.instant());
    if (authorities.issued(wanted.issuer())) {
      throw Refusal.invalid("This deployment's own tokens are taken at every vault.").at("issuer");
    }
    boolean known = repository.find(at, wanted.issuer()).isPresent();
    if (!known && repository.list(at).size() >= MOST) {
      throw Refusal.conflict(
          "The vault trusts %d outside issuers already. Remove one first.".formatted(MOST));
    }
    repository.delete(at, wanted.issuer());
    repository.insert(wanted);
    record(
        actor,
        "vault.trust",
        wanted,
        "%s for %s by %s"
            .formatted(wanted.issuer(), wanted.audience(), wanted.claim().orElse("oid or sub")));
    return wanted;
  }

  @Override
  @Transactional(readOnly = true)
  public List<TrustedIssuer> list(Principal actor, ObjectName vault) {
    return repository.list(require(actor, vault));
  }

  @Override
  @Transactional
  public TrustedIssuer remove(Principal actor, ObjectName vault, String issuer) {
    TrustedIssuer removed =
        repository
            .find(require(actor, vault), issuer.strip())
            .orElseThrow(() -> Refusal.notFound("The vault trusts no such issuer."));
    repository.delete(removed.vault(), removed.issuer());
    record(actor, "vault.distrust", removed, removed.issuer());
    return removed;
  }

  /** The right first, so that nobody learns by it which vaults there are. */
  private VaultId require(Principal actor, ObjectName vault) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    return vaults
        .find(vault)
        .orElseThrow(() -> Refusal.notFound("There is no vault of that name."))
        .id();
  }

  /** By the vault's path, below which it changes who may come in. */
  private void record(Principal actor, String action, TrustedIssuer trusted, String detail) {
    audit.record(new AuditEvent(actor.name(), action, Scope.vault(trusted.vault()).path(), detail));
  }
}
