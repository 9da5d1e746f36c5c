package io.perennial.secret.internal;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.secret.SecretNames;
import java.util.Collection;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Component
class HeldNames implements SecretNames {

  private final SecretRepository secrets;

  HeldNames(SecretRepository secrets) {
    this.secrets = secrets;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void claim(VaultId vault, ObjectName name) {
    if (!secrets.holdVault(vault)) {
      throw Refusal.notFound("The vault has just been deleted.");
    }
    secrets
        .find(vault, name)
        .ifPresent(row -> {
          throw row.deleted() ? deleted(name) : taken(name);
        });
  }

  @Override
  public boolean recoverable(VaultId vault, ObjectName name) {
    return secrets.find(vault, name).filter(SecretRepository.Row::deleted).isPresent();
  }

  @Override
  public List<String> inOrder(Collection<String> names) {
    return secrets.inOrder(List.copyOf(names));
  }

  static Refusal deleted(ObjectName name) {
    return Refusal.conflict(
        "Secret %s is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged."
            .formatted(name.value()));
  }

  private static Refusal taken(ObjectName name) {
    return Refusal.conflict(
        "There is already a secret %s. Choose another name, or delete and purge it first."
            .formatted(name.value()));
  }
}
