package io.perennial.vault.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredVaults implements Vaults {

  private static final Principal SYSTEM = Principal.system("first run");

  private final VaultRepository repository;
  private final Authorizer authorizer;
  private final Audit audit;
  private final Clock clock;
  private final RandomGenerator random;

  StoredVaults(
      VaultRepository repository,
      Authorizer authorizer,
      Audit audit,
      Clock clock,
      RandomGenerator random) {
    this.repository = repository;
    this.authorizer = authorizer;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Optional<Vault> find(ObjectName name) {
    return repository.find(name);
  }

  @Override
  public Optional<Vault> find(VaultId id) {
    return repository.find(id);
  }

  @Override
  @Transactional
  public Vault first() {
    return repository.find(FIRST).orElseGet(this::create);
  }

  private Vault create() {
    authorizer.require(SYSTEM, Permission.WRITE_CERTIFICATES, Scope.deployment());
    Vault vault =
        new Vault(new VaultId(Id.random(random)), FIRST, Vault.DEFAULT_RETENTION_DAYS, false);
    repository.insert(vault, clock.instant());
    audit.record(new AuditEvent(SYSTEM.name(), "vault.create", vault.name().value(), ""));
    return vault;
  }
}
