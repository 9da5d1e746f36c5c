package io.perennial.vault.internal;

import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.vault.DeletedVault;
import io.perennial.vault.PfxForm;
import io.perennial.vault.TokenAuthority;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Vaults, deleted ones among them. */
@Repository
class VaultRepository {

  private static final String SELECT =
      """
      select id, name, retention_days, purge_protection, authority, pfx, created_at, revision,
             deleted_at, purge_at
      from vault
      """;

  private final JdbcClient jdbc;

  VaultRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Vault> find(ObjectName name) {
    return jdbc.sql(SELECT + "where name = :name and deleted_at is null")
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

  /** Whether one has the name, be it deleted. */
  boolean taken(ObjectName name) {
    return jdbc.sql("select count(*) from vault where name = :name")
            .param("name", name.value())
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Keeps it as it is until the running transaction ends; nobody adds to it until then. */
  Optional<Vault> hold(VaultId id) {
    return jdbc.sql(SELECT + "where id = :id and deleted_at is null for update")
        .param("id", id.value())
        .query(VaultRepository::map)
        .optional();
  }

  /** The same for one that is deleted. */
  Optional<DeletedVault> holdDeleted(VaultId id) {
    return jdbc.sql(SELECT + "where id = :id and deleted_at is not null for update")
        .param("id", id.value())
        .query(VaultRepository::deleted)
        .optional();
  }

  Optional<DeletedVault> findDeleted(ObjectName name) {
    return jdbc.sql(SELECT + "where name = :name and deleted_at is not null")
        .param("name", name.value())
        .query(VaultRepository::deleted)
        .optional();
  }

  Optional<DeletedVault> findDeleted(VaultId id) {
    return jdbc.sql(SELECT + "where id = :id and deleted_at is not null")
        .param("id", id.value())
        .query(VaultRepository::deleted)
        .optional();
  }

  List<Vault> page(String afterName, int limit) {
    return jdbc.sql(
            SELECT + "where name > :after and deleted_at is null order by name limit :limit")
        .param("after", afterName)
        .param("limit", limit)
        .query(VaultRepository::map)
        .list();
  }

  List<DeletedVault> pageDeleted(String afterName, int limit) {
    return jdbc.sql(
            SELECT + "where name > :after and deleted_at is not null order by name limit :limit")
        .param("after", afterName)
        .param("limit", limit)
        .query(VaultRepository::deleted)
        .list();
  }

  void insert(Vault vault) {
    jdbc.sql(
            """
            insert into vault (id, name, retention_days, purge_protection, authority, pfx,
              created_at, revision)
            values (:id, :name, :retention, :protection, :authority, :pfx, :created, :revision)
            """)
        .param("id", vault.id().value())
        .param("name", vault.name().value())
        .param("retention", vault.retentionDays())
        .param("protection", vault.purgeProtection())
        .param("authority", vault.settings().authority().name())
        .param("pfx", vault.settings().pfx().name())
        .param("created", DatabaseTime.of(vault.createdAt()))
        .param("revision", vault.revision())
        .update();
  }

  void configure(VaultId id, VaultSettings settings) {
    jdbc.sql(
            """
            update vault set purge_protection = :protection, authority = :authority, pfx = :pfx,
              revision = revision + 1
            where id = :id
            """)
        .param("protection", settings.purgeProtection())
        .param("authority", settings.authority().name())
        .param("pfx", settings.pfx().name())
        .param("id", id.value())
        .update();
  }

  void delete(VaultId id, Instant now, Instant purge) {
    jdbc.sql(
            """
            update vault set deleted_at = :now, purge_at = :purge, revision = revision + 1
            where id = :id
            """)
        .param("now", DatabaseTime.of(now))
        .param("purge", DatabaseTime.of(purge))
        .param("id", id.value())
        .update();
  }

  void recover(VaultId id) {
    jdbc.sql(
            """
            update vault set deleted_at = null, purge_at = null, revision = revision + 1
            where id = :id
            """)
        .param("id", id.value())
        .update();
  }

  void remove(VaultId id) {
    jdbc.sql("delete from vault where id = :id").param("id", id.value()).update();
  }

  private static Vault map(ResultSet row, int number) throws SQLException {
    return new Vault(
        new VaultId(row.getString("id")),
        new ObjectName(row.getString("name")),
        new VaultSettings(
            row.getInt("retention_days"),
            row.getBoolean("purge_protection"),
            TokenAuthority.valueOf(row.getString("authority")),
            PfxForm.valueOf(row.getString("pfx"))),
        DatabaseTime.get(row, "created_at"),
        row.getLong("revision"));
  }

  private static DeletedVault deleted(ResultSet row, int number) throws SQLException {
    return new DeletedVault(
        map(row, number), DatabaseTime.get(row, "deleted_at"), DatabaseTime.get(row, "purge_at"));
  }
}
