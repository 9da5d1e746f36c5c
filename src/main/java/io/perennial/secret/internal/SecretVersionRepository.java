package io.perennial.secret.internal;

import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.secret.SecretDetails;
import io.perennial.secret.SecretVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Versions of secrets; their values are read apart from what is known of them. */
@Repository
class SecretVersionRepository {

  static final String COLUMNS =
      "v.id, v.number, v.content_type, v.enabled, v.not_before, v.expires, v.tags, v.created_at,"
          + " v.updated_at";

  private static final String SELECT =
      "select s.vault_id, s.name, "
          + COLUMNS
          + " from secret s join secret_version v on v.secret_id = s.id"
          + " where s.vault_id = :vault and s.name = :name and s.deleted_at is null ";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;

  SecretVersionRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<SecretVersion> find(VaultId vault, ObjectName name, Optional<VersionId> version) {
    return jdbc.sql(
            SELECT + (version.isPresent() ? "and v.id = :id" : "and v.id = s.current_version"))
        .param("vault", vault.value())
        .param("name", name.value())
        .param("id", version.map(VersionId::value).orElse(""))
        .query(SecretVersionRepository::map)
        .optional();
  }

  List<SecretVersion> page(VaultId vault, ObjectName name, int before, int limit) {
    return jdbc.sql(SELECT + "and v.number < :before order by v.number desc limit :limit")
        .param("vault", vault.value())
        .param("name", name.value())
        .param("before", before)
        .param("limit", limit)
        .query(SecretVersionRepository::map)
        .list();
  }

  int last(String secret) {
    return jdbc.sql("select coalesce(max(number), 0) from secret_version where secret_id = :secret")
        .param("secret", secret)
        .query(Integer.class)
        .single();
  }

  /** Empty: purged meanwhile. */
  Optional<byte[]> sealed(String secret, VersionId version) {
    return jdbc.sql("select sealed from secret_version where secret_id = :secret and id = :id")
        .param("secret", secret)
        .param("id", version.value())
        .query((row, number) -> row.getBytes("sealed"))
        .optional();
  }

  void insert(String secret, SecretVersion version, byte[] sealed) {
    bound(
            """
            insert into secret_version (secret_id, id, number, sealed, content_type, enabled,
              not_before, expires, tags, created_at, updated_at)
            values (:secret, :id, :number, :sealed, :type, :enabled, :begins, :ends, :tags,
              :created, :updated)
            """,
            secret,
            version)
        .param("number", version.number())
        .param("sealed", sealed)
        .param("created", DatabaseTime.of(version.createdAt()))
        .update();
  }

  void update(String secret, SecretVersion version) {
    bound(
            """
            update secret_version set content_type = :type, enabled = :enabled,
              not_before = :begins, expires = :ends, tags = :tags, updated_at = :updated
            where secret_id = :secret and id = :id
            """,
            secret,
            version)
        .update();
  }

  private JdbcClient.StatementSpec bound(String sql, String secret, SecretVersion version) {
    SecretDetails details = version.details();
    return jdbc.sql(sql)
        .param("secret", secret)
        .param("id", version.id().value())
        .param("type", details.contentType().orElse(null))
        .param("enabled", details.enabled())
        .param("begins", DatabaseTime.of(details.notBefore().orElse(null)))
        .param("ends", DatabaseTime.of(details.expires().orElse(null)))
        .param("tags", JSON.writeValueAsString(details.tags()))
        .param("updated", DatabaseTime.of(version.updatedAt()));
  }

  static SecretVersion map(ResultSet row, int number) throws SQLException {
    Map<String, String> tags =
        JSON.readValue(
            row.getString("tags"), new TypeReference<LinkedHashMap<String, String>>() {});
    return new SecretVersion(
        new VaultId(row.getString("vault_id")),
        new ObjectName(row.getString("name")),
        new VersionId(row.getString("id")),
        row.getInt("number"),
        new SecretDetails(
            Optional.ofNullable(row.getString("content_type")),
            row.getBoolean("enabled"),
            DatabaseTime.find(row, "not_before"),
            DatabaseTime.find(row, "expires"),
            tags),
        DatabaseTime.get(row, "created_at"),
        DatabaseTime.get(row, "updated_at"));
  }
}
