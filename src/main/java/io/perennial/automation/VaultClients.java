package io.perennial.automation;

import static java.util.stream.Collectors.joining;

import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.Authorizer;
import io.perennial.access.Credentials;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lets programs that were written for Key Vault into a vault. */
@Service
public class VaultClients {

  /** Key Vault's roles by their names, in lower case with hyphens: {@code certificate-user}. */
  private static final Map<String, Role> ROLES =
      Arrays.stream(Role.values())
          .filter(Role::keyVault)
          .collect(Collectors.toMap(Role::word, role -> role, (one, other) -> one, TreeMap::new));

  private final Applications applications;
  private final Principals principals;
  private final Vaults vaults;
  private final Authorizer authorizer;
  private final Audit audit;

  VaultClients(
      Applications applications,
      Principals principals,
      Vaults vaults,
      Authorizer authorizer,
      Audit audit) {
    this.applications = applications;
    this.principals = principals;
    this.vaults = vaults;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  /**
   * Somebody who may now come in.
   *
   * @param secret made for this; those made before hold on
   */
  public record Admitted(Vault vault, Application application, Credentials.Issued secret) {}

  /** Somebody who holds a role at a vault. */
  public record Assigned(Vault vault, Application application) {}

  /**
   * {@link #assign Assigns} a role at a vault to an application and makes a client secret for it.
   *
   * @throws Refusal that says which name is wrong and what to enter
   */
  @Transactional
  public Admitted admit(Principal actor, String vault, String client, String role) {
    Assigned assigned = assign(actor, vault, client, role);
    return new Admitted(
        assigned.vault(),
        assigned.application(),
        applications.addSecret(actor, assigned.application().clientId(), Applications.USUAL));
  }

  /**
   * Assigns a role at a vault to an application, which is made where there is none of that name.
   *
   * @throws Refusal that says which name is wrong and what to enter
   */
  @Transactional
  public Assigned assign(Principal actor, String vault, String client, String role) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    Vault wanted = vaults.named(vault);
    Role assigned = ROLES.get(role.strip().toLowerCase(Locale.ROOT));
    if (assigned == null) {
      throw Refusal.invalid(
          "Choose a role: %s.".formatted(ROLES.keySet().stream().collect(joining(", "))));
    }
    ObjectName name = new ObjectName(client);
    Application application =
        applications.find(actor, name).orElseGet(() -> applications.register(actor, name));
    Scope scope = Scope.vault(wanted.id());
    principals.assign(application.principal(), assigned, scope);
    audit.record(
        new AuditEvent(
            actor.name(),
            "role.assign",
            scope.path(),
            "%s to %s".formatted(assigned.word(), name.value())));
    return new Assigned(wanted, application);
  }
}
