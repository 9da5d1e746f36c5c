package io.perennial.vault.internal;

import io.perennial.kernel.VaultId;
import io.perennial.vault.Contact;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Vaults' contacts. */
@Repository
class ContactRepository {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;

  ContactRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Contact> of(VaultId vault) {
    return jdbc.sql("select contacts from vault_contacts where vault_id = :vault")
        .param("vault", vault.value())
        .query(String.class)
        .optional()
        .map(text -> JSON.readValue(text, new TypeReference<List<Contact>>() {}))
        .orElse(List.of());
  }

  void insert(VaultId vault, List<Contact> contacts) {
    jdbc.sql("insert into vault_contacts (vault_id, contacts) values (:vault, :contacts)")
        .param("vault", vault.value())
        .param("contacts", JSON.writeValueAsString(contacts))
        .update();
  }

  void delete(VaultId vault) {
    jdbc.sql("delete from vault_contacts where vault_id = :vault")
        .param("vault", vault.value())
        .update();
  }
}
