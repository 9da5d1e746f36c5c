package io.perennial.secret.internal;

import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.secret.DeletedSecret;
import io.perennial.secret.SecretVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Secrets: names, which version is current, and what was deleted. */
@Repository
class SecretRepository {

  private static final String CURRENT =
      "select s.vault_id, s.name, s.deleted_at, s.purge_at, "
          + SecretVersionRepository.COLUMNS
          + " from secret s join secret_version v on v.secret_id = s.id and v.id = s.current_version ";

  private final JdbcClient jdbc;

  SecretRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * So that of two who want a new name one comes after the other.
   *
   * @return whether there is the vault
   */
  boolean holdVault(VaultId vault) {
    return jdbc.sql("select id from vault where id = :vault and deleted_at is null for update")
        .param("vault", vault.value())
        .query(String.class)
        .optional()
        .isPresent();
  }

  /**
   * Removes all of a vault.
   *
   * @return how many
   */
  int removeAll(VaultId vault) {
    jdbc.sql(
            """
            delete from secret_version where secret_id in
              (select id from secret where vault_id = :vault)
            """)
        .param("vault", vault.value())
        .update();
    return jdbc.sql("delete from secret where vault_id = :vault")
        .param("vault", vault.value())
        .update();
  }

  Optional<Row> find(VaultId vault, ObjectName name) {
    return row(vault, name, "");
  }

  /** Keeps it as it is until the running transaction ends. */
  Optional<Row> hold(VaultId vault, ObjectName name) {
    return row(vault, name, " for update");
  }

  private Optional<Row> row(VaultId vault, ObjectName name, String mode) {
    return jdbc.sql(
            "select id, current_version, deleted_at from secret where vault_id = :vault and name = :name"
                + mode)
        .param("vault", vault.value())
        .param("name", name.value())
        .query((row, number) ->
            new Row(
                row.getString("id"),
                new VersionId(row.getString("current_version")),
                DatabaseTime.find(row, "deleted_at").isPresent()))
        .optional();
  }

  void insert(String id, VaultId vault, ObjectName name, VersionId current) {
    jdbc.sql(
            """
            insert into secret (id, vault_id, name, current_version)
            values (:id, :vault, :name, :current)
            """)
        .param("id", id)
        .param("vault", vault.value())
        .param("name", name.value())
        .param("current", current.value())
        .update();
  }

  void makeCurrent(String id, VersionId version) {
    jdbc.sql("update secret set current_version = :version where id = :id")
        .param("version", version.value())
        .param("id", id)
        .update();
  }

  void markDeleted(String id, Instant at, Instant purgeAt) {
    jdbc.sql("update secret set deleted_at = :at, purge_at = :purge where id = :id")
        .param("at", DatabaseTime.of(at))
        .param("purge", DatabaseTime.of(purgeAt))
        .param("id", id)
        .update();
  }

  void markRecovered(String id) {
    jdbc.sql("update secret set deleted_at = null, purge_at = null where id = :id")
        .param("id", id)
        .update();
  }

  void remove(String id) {
    jdbc.sql("delete from secret_version where secret_id = :id").param("id", id).update();
    jdbc.sql("delete from secret where id = :id").param("id", id).update();
  }

  List<SecretVersion> page(VaultId vault, String afterName, int limit) {
    return jdbc.sql(
            CURRENT
                + """
                where s.vault_id = :vault and s.name > :after and s.deleted_at is null
                order by s.vault_id, s.name limit :limit
                """)
        .param("vault", vault.value())
        .param("after", afterName)
        .param("limit", limit)
        .query(SecretVersionRepository::map)
        .list();
  }

  List<DeletedSecret> deleted(VaultId vault, String afterName, int limit) {
    return jdbc.sql(
            CURRENT
                + """
                where s.vault_id = :vault and s.name > :after and s.deleted_at is not null
                order by s.vault_id, s.name limit :limit
                """)
        .param("vault", vault.value())
        .param("after", afterName)
        .param("limit", limit)
        .query(SecretRepository::deleted)
        .list();
  }

  Optional<DeletedSecret> deleted(VaultId vault, ObjectName name) {
    return jdbc.sql(
            CURRENT + "where s.vault_id = :vault and s.name = :name and s.deleted_at is not null")
        .param("vault", vault.value())
        .param("name", name.value())
        .query(SecretRepository::deleted)
        .optional();
  }

  /** What is to be purged by now, oldest first. */
  List<DeletedSecret> due(Instant now, int limit) {
    return jdbc.sql(CURRENT + "where s.purge_at <= :now order by s.purge_at limit :limit")
        .param("now", DatabaseTime.of(now))
        .param("limit", limit)
        .query(SecretRepository::deleted)
        .list();
  }

  List<String> inOrder(List<String> names) {
    if (names.isEmpty()) {
      return List.of();
    }
    String union =
        names.stream()
            .map(name -> "select cast(? as varchar(127)) as name")
            .collect(Collectors.joining(" union all "));
    return jdbc.sql("select name from (" + union + ") names order by name")
        .params(names)
        .query((row, number) -> row.getString("name"))
        .list();
  }

  private static DeletedSecret deleted(ResultSet row, int number) throws SQLException {
    return new DeletedSecret(
        SecretVersionRepository.map(row, number),
        DatabaseTime.get(row, "deleted_at"),
        DatabaseTime.get(row, "purge_at"));
  }

  /**
   * A name that is taken.
   *
   * @param id of the row; a restored secret has another
   */
  record Row(String id, VersionId current, boolean deleted) {}
}
