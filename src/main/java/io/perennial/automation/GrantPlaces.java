package io.perennial.automation;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Id;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Where a role shall hold. A secret's scope is its name, so that it may hold before there is one; a
 * certificate's secret and key are held with the certificate.
 */
@Component
public class GrantPlaces {

  private static final Principal NAMING = Principal.system("grant places");

  private final Vaults vaults;
  private final Certificates certificates;
  private final Authorizer authorizer;

  GrantPlaces(Vaults vaults, Certificates certificates, Authorizer authorizer) {
    this.vaults = vaults;
    this.certificates = certificates;
    this.authorizer = authorizer;
  }

  /**
   * @throws Refusal when the actor hands out nothing there, or there is no such place
   */
  public Scope of(Principal actor, GrantWish wish) {
    boolean certificate = !wish.certificate().isBlank();
    boolean secret = !wish.secret().isBlank();
    if (certificate && secret) {
      throw Refusal.invalid("Name a certificate or a secret, not both.");
    }
    if (wish.vault().isBlank() && !certificate && !secret) {
      return allowed(actor, Scope.deployment());
    }
    Vault vault = wish.vault().isBlank() ? vaults.first() : vault(wish.vault());
    if (certificate) {
      return certificate(actor, vault, wish.certificate().strip());
    }
    return secret ? secret(actor, vault, wish.secret()) : allowed(actor, Scope.vault(vault.id()));
  }

  private Vault vault(String name) {
    return vaults
        .find(new ObjectName(name))
        .orElseThrow(() -> Refusal.invalid("There is no vault of that name."));
  }

  private Scope certificate(Principal actor, Vault vault, String named) {
    Optional<Certificate> found = certificates.find(NAMING, vault.id(), new ObjectName(named));
    if (found.isEmpty() && Id.matches(named)) {
      return allowed(actor, Scope.certificate(vault.id(), new CertificateId(named)));
    }
    if (found.isEmpty()) {
      allowed(actor, Scope.vault(vault.id()));
      throw Refusal.invalid(
          "There is no certificate of that name in the vault " + vault.name().value() + ".");
    }
    return allowed(actor, found.get().scope());
  }

  private Scope secret(Principal actor, Vault vault, String named) {
    ObjectName name = new ObjectName(named);
    Scope scope = allowed(actor, Scope.secret(vault.id(), name));
    if (certificates.find(NAMING, vault.id(), name).isPresent()) {
      throw Refusal.invalid(
          "The secret %s goes with the certificate of that name. Name the certificate."
              .formatted(name.value()));
    }
    return scope;
  }

  /** Before anything is said of what there is. */
  private Scope allowed(Principal actor, Scope scope) {
    if (!authorizer.allows(actor, Permission.DELEGATE_ACCESS, scope)) {
      authorizer.require(actor, Permission.MANAGE_ACCESS, scope);
    }
    return scope;
  }
}
