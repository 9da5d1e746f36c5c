package io.perennial.dashboard.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.kernel.Slice;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which vaults a form offers. Where there is one alone, it offers none. */
@Component
class VaultChoices {

  private final Vaults vaults;
  private final Authorizer authorizer;

  VaultChoices(Vaults vaults, Authorizer authorizer) {
    this.vaults = vaults;
    this.authorizer = authorizer;
  }

  /** By name, the first before all others. */
  List<String> names(Principal actor) {
    if (!authorizer.allows(actor, Permission.READ_CERTIFICATES, Scope.deployment())) {
      return List.of();
    }
    List<String> names =
        vaults.page(actor, new Slice(Optional.empty(), Slice.MOST)).items().stream()
            .map(Vault::name)
            .sorted((one, other) ->
                one.equals(Vaults.FIRST)
                    ? -1
                    : other.equals(Vaults.FIRST) ? 1 : one.value().compareTo(other.value()))
            .map(name -> name.value())
            .toList();
    return names.size() > 1 ? names : List.of();
  }
}
