package io.perennial.certificate.internal;

import io.perennial.certificate.DeletedCertificates.Deleted;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The rows that are deleted. */
@Repository
class DeletionRepository {

  private static final String SELECT = CertificatePageRepository.SELECT;

  private final JdbcClient jdbc;

  DeletionRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Deleted> page(VaultId vault, String afterName, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where c.vault_id = :vault and c.name > :after and c.purge_at is not null
                order by c.vault_id, c.name limit :limit
                """)
        .param("vault", vault.value())
        .param("after", afterName)
        .param("limit", limit)
        .query(DeletionRepository::map)
        .list();
  }

  Optional<Deleted> find(VaultId vault, ObjectName name) {
    return jdbc.sql(
            SELECT + "where c.vault_id = :vault and c.name = :name and c.deleted_at is not null")
        .param("vault", vault.value())
        .param("name", name.value())
        .query(DeletionRepository::map)
        .optional();
  }

  Optional<Deleted> find(CertificateId id) {
    return jdbc.sql(SELECT + "where c.id = :id and c.deleted_at is not null")
        .param("id", id.value())
        .query(DeletionRepository::map)
        .optional();
  }

  /** Not while a server is bound to it, whoever binds one meanwhile. */
  boolean delete(CertificateId id, Instant now, Instant purge) {
    return jdbc.sql(
                """
                update certificate set deleted_at = :now, purge_at = :purge,
                  next_action_at = :purge, revision = revision + 1
                where id = :id and bindings = 0 and deleted_at is null
                """)
            .param("now", DatabaseTime.of(now))
            .param("purge", DatabaseTime.of(purge))
            .param("id", id.value())
            .update()
        == 1;
  }

  /**
   * @return whether no server is bound to any of them
   */
  boolean deleteAll(VaultId vault, Instant now, Instant purge) {
    jdbc.sql(
            """
            update certificate set deleted_at = :now, purge_at = :purge, next_action_at = :purge,
              deleted_with_vault = true, revision = revision + 1
            where vault_id = :vault and bindings = 0 and deleted_at is null
            """)
        .param("now", DatabaseTime.of(now))
        .param("purge", DatabaseTime.of(purge))
        .param("vault", vault.value())
        .update();
    return jdbc.sql(
            "select count(*) from certificate where vault_id = :vault and deleted_at is null")
        .param("vault", vault.value())
        .query(Integer.class)
        .single()
        .equals(0);
  }

  void recoverAll(VaultId vault, Instant now) {
    jdbc.sql(
            """
            update certificate set deleted_at = null, purge_at = null, next_action_at = :now,
              deleted_with_vault = false, revision = revision + 1
            where vault_id = :vault and deleted_with_vault
            """)
        .param("now", DatabaseTime.of(now))
        .param("vault", vault.value())
        .update();
  }

  boolean recover(CertificateId id, Instant now) {
    return jdbc.sql(
                """
                update certificate set deleted_at = null, purge_at = null, next_action_at = :now,
                  revision = revision + 1
                where id = :id and deleted_at is not null and exists (
                  select 1 from vault v
                  where v.id = certificate.vault_id and v.deleted_at is null)
                """)
            .param("now", DatabaseTime.of(now))
            .param("id", id.value())
            .update()
        == 1;
  }

  /** Keeps a row deleted until the running transaction ends. */
  boolean hold(CertificateId id) {
    return jdbc.sql(
                """
                update certificate set revision = revision + 1
                where id = :id and deleted_at is not null
                """)
            .param("id", id.value())
            .update()
        == 1;
  }

  void purge(CertificateId id) {
    jdbc.sql(
            """
            delete from certificate_chain where version_id in
              (select id from certificate_version where certificate_id = :id)
            """)
        .param("id", id.value())
        .update();
    jdbc.sql("delete from certificate_version where certificate_id = :id")
        .param("id", id.value())
        .update();
    jdbc.sql("delete from certificate where id = :id").param("id", id.value()).update();
  }

  private static Deleted map(ResultSet row, int number) throws SQLException {
    return new Deleted(
        CertificatePageRepository.map(row, number),
        DatabaseTime.get(row, "deleted_at"),
        DatabaseTime.get(row, "purge_at"));
  }
}
