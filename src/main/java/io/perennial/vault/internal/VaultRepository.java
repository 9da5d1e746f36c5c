package io.perennial.vault.internal;

import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.vault.Vault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Vaults. */
@Repository
class VaultRepository {

  private final JdbcClient jdbc;

  VaultRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Vault> find(ObjectName name) {
    return jdbc.sql("select id, name from vault where name = :name")
        .param("name", name.value())
        .query(VaultRepository::map)
        .optional();
  }

  Optional<Vault> find(VaultId id) {
    return jdbc.sql("select id, name from vault where id = :id")
        .param("id", id.value())
        .query(VaultRepository::map)
        .optional();
  }

  void insert(Vault vault, Instant now) {
    jdbc.sql("insert into vault (id, name, created_at) values (:id, :name, :now)")
        .param("id", vault.id().value())
        .param("name", vault.name().value())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  private static Vault map(ResultSet row, int number) throws SQLException {
    return new Vault(new VaultId(row.getString("id")), new ObjectName(row.getString("name")));
  }
}
