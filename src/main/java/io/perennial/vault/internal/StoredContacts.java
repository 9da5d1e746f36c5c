package io.perennial.vault.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Contact;
import io.perennial.vault.Contacts;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredContacts implements Contacts {

  private final ContactRepository repository;
  private final Authorizer authorizer;
  private final Audit audit;

  StoredContacts(ContactRepository repository, Authorizer authorizer, Audit audit) {
    this.repository = repository;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  @Override
  public List<Contact> of(Principal actor, VaultId vault) {
    authorizer.require(actor, Permission.WRITE_CONTACTS, Scope.vault(vault));
    return repository.of(vault);
  }

  @Override
  @Transactional
  public void set(Principal actor, VaultId vault, List<Contact> contacts) {
    authorizer.require(actor, Permission.WRITE_CONTACTS, Scope.vault(vault));
    if (contacts.isEmpty() || contacts.size() > MOST) {
      throw Refusal.invalid("Name 1 to %d contacts, or delete them all.".formatted(MOST));
    }
    repository.delete(vault);
    repository.insert(vault, contacts);
    record(actor, "vault.contacts.set", vault, contacts.size() + " contacts");
  }

  @Override
  @Transactional
  public void delete(Principal actor, VaultId vault) {
    authorizer.require(actor, Permission.WRITE_CONTACTS, Scope.vault(vault));
    repository.delete(vault);
    record(actor, "vault.contacts.delete", vault, "");
  }

  private void record(Principal actor, String action, VaultId vault, String detail) {
    audit.record(new AuditEvent(actor.name(), action, Scope.vault(vault).path(), detail));
  }
}
