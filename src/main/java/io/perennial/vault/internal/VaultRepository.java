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

  private static final String SELECT =
      "select id, name, retention_days, purge_protection from vault ";

  private final JdbcClient jdbc;

  VaultRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Vault> find(ObjectName name) {
    return jdbc.sql(SELECT + "where name = :name")
        .param("name", name.value())
        .query(VaultRepository::map)
        .optional();
  }

  Optional<Vault> find(VaultId id) {
    return jdbc.sql(SELECT + "where id = :id")
        .param("id", id.value())
        .query(VaultRepository::map)
        .optional();
  }

  void insert(Vault vault, Instant now) {
    jdbc.sql(
            """
            insert into vault (id, name, retention_days, purge_protection, created_at)
            values (:id, :name, :retention, :protection, :now)
            """)
        .param("id", vault.id().value())
        .param("name", vault.name().value())
        .param("retention", vault.retentionDays())
        .param("protection", vault.purgeProtection())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  private static Vault map(ResultSet row, int number) throws SQLException {
    return new Vault(
        new VaultId(row.getString("id")),
        new ObjectName(row.getString("name")),
        row.getInt("retention_days"),
        row.getBoolean("purge_protection"));
  }
}
