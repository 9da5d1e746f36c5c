package io.perennial.issuer.internal;

import io.perennial.connector.IssuerState;
import io.perennial.issuer.Issuer;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.VaultId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Issuers, and the one sealed value that each connector keeps. */
@Repository
class IssuerRepository {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SELECT =
      "select id, vault_id, name, type, settings, enabled, problem, problem_at, revision from issuer ";

  /** What stands for a vault where there is none, so that names are unique there too. */
  private static final String DEPLOYMENT = "";

  private final JdbcClient jdbc;

  IssuerRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  static String write(Map<String, String> settings) {
    return JSON.writeValueAsString(settings);
  }

  static Map<String, String> read(String text) {
    return JSON.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
  }

  void insert(Issuer issuer, byte[] sealed, Instant now) {
    jdbc.sql(
            """
            insert into issuer (id, vault_id, name, type, settings, enabled, sealed, revision,
              created_at)
            values (:id, :vault, :name, :type, :settings, :enabled, :sealed, 1, :now)
            """)
        .param("id", issuer.id().value())
        .param("vault", issuer.vault().map(VaultId::value).orElse(DEPLOYMENT))
        .param("enabled", issuer.enabled())
        .param("name", issuer.name().value())
        .param("type", issuer.type())
        .param("settings", write(issuer.settings()))
        .param("sealed", sealed)
        .param("now", DatabaseTime.of(now))
        .update();
  }

  void update(IssuerId id, Map<String, String> settings, byte[] sealed) {
    jdbc.sql(
            """
            update issuer set settings = :settings, sealed = :sealed, problem = null,
              problem_at = null, revision = revision + 1
            where id = :id
            """)
        .param("settings", write(settings))
        .param("sealed", sealed)
        .param("id", id.value())
        .update();
  }

  /** An update locks the row alike on both databases. */
  void hold(IssuerId id) {
    jdbc.sql("update issuer set revision = revision where id = :id")
        .param("id", id.value())
        .update();
  }

  void mark(IssuerId id, Optional<Issuer.Trouble> problem) {
    jdbc.sql("update issuer set problem = :problem, problem_at = :at where id = :id")
        .param("problem", problem.map(Issuer.Trouble::sentence).orElse(null))
        .param("at", DatabaseTime.of(problem.map(Issuer.Trouble::since).orElse(null)))
        .param("id", id.value())
        .update();
  }

  Optional<Issuer> find(IssuerId id) {
    return jdbc.sql(SELECT + "where id = :id")
        .param("id", id.value())
        .query(IssuerRepository::map)
        .optional();
  }

  /** One of the deployment's. */
  Optional<Issuer> find(ObjectName name) {
    return find(DEPLOYMENT, name);
  }

  /** One of a vault's own. */
  Optional<Issuer> find(VaultId vault, ObjectName name) {
    return find(vault.value(), name);
  }

  private Optional<Issuer> find(String vault, ObjectName name) {
    return jdbc.sql(SELECT + "where name = :name and vault_id = :vault")
        .param("name", name.value())
        .param("vault", vault)
        .query(IssuerRepository::map)
        .optional();
  }

  List<IssuerId> of(VaultId vault) {
    return jdbc.sql("select id from issuer where vault_id = :vault")
        .param("vault", vault.value())
        .query((row, number) -> new IssuerId(row.getString("id")))
        .list();
  }

  /** In the order of {@link #place}. */
  List<Issuer> page(String after, int limit) {
    String[] place = (after + "/").split("/", -1);
    return jdbc.sql(
            SELECT
                + """
                where name > :name or (name = :name and vault_id > :vault)
                order by name, vault_id limit :limit
                """)
        .param("name", place[0])
        .param("vault", place[1])
        .param("limit", limit)
        .query(IssuerRepository::map)
        .list();
  }

  static String place(Issuer issuer) {
    return issuer.name().value() + "/" + issuer.vault().map(VaultId::value).orElse(DEPLOYMENT);
  }

  List<Issuer> list() {
    return jdbc.sql(SELECT + "order by name, vault_id").query(IssuerRepository::map).list();
  }

  /** The deployment's and a vault's own. */
  List<Issuer> list(VaultId vault) {
    return jdbc.sql(SELECT + "where vault_id in (:deployment, :vault) order by name, vault_id")
        .param("deployment", DEPLOYMENT)
        .param("vault", vault.value())
        .query(IssuerRepository::map)
        .list();
  }

  void enable(IssuerId id, boolean enabled) {
    jdbc.sql("update issuer set enabled = :enabled, revision = revision + 1 where id = :id")
        .param("enabled", enabled)
        .param("id", id.value())
        .update();
  }

  /** Whether nothing refers to it, and then it is gone. */
  boolean delete(IssuerId id) {
    jdbc.sql("delete from issuer_state where issuer_id = :id").param("id", id.value()).update();
    return jdbc.sql(
                """
                delete from issuer where id = :id
                  and not exists (select 1 from certificate where issuer_id = :id)
                  and not exists (select 1 from certificate_version where issuer_id = :id)
                  and not exists (select 1 from issuance_order where issuer_id = :id)
                """)
            .param("id", id.value())
            .update()
        == 1;
  }

  byte[] sealed(IssuerId id) {
    return jdbc.sql("select sealed from issuer where id = :id")
        .param("id", id.value())
        .query(byte[].class)
        .single();
  }

  Optional<IssuerState.Stored> state(IssuerId id) {
    return jdbc.sql("select revision, sealed from issuer_state where issuer_id = :id")
        .param("id", id.value())
        .query((row, number) ->
            new IssuerState.Stored(row.getLong("revision"), row.getBytes("sealed")))
        .optional();
  }

  /**
   * In a transaction of its own, as {@link #replaceState} is: whom another node was faster than
   * must not lose what it does besides.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public boolean insertState(IssuerId id, byte[] sealed) {
    try {
      return jdbc.sql(
                  "insert into issuer_state (issuer_id, revision, sealed) values (:id, 1, :sealed)")
              .param("id", id.value())
              .param("sealed", sealed)
              .update()
          == 1;
    } catch (DuplicateKeyException otherWasFirst) {
      return false;
    }
  }

  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public boolean replaceState(IssuerId id, long expectedRevision, byte[] sealed) {
    return jdbc.sql(
                """
                update issuer_state set sealed = :sealed, revision = revision + 1
                where issuer_id = :id and revision = :expected
                """)
            .param("sealed", sealed)
            .param("id", id.value())
            .param("expected", expectedRevision)
            .update()
        == 1;
  }

  private static Issuer map(ResultSet row, int number) throws SQLException {
    Optional<Instant> since = DatabaseTime.find(row, "problem_at");
    return new Issuer(
        new IssuerId(row.getString("id")),
        Optional.of(row.getString("vault_id"))
            .filter(vault -> !vault.equals(DEPLOYMENT))
            .map(VaultId::new),
        new ObjectName(row.getString("name")),
        row.getString("type"),
        read(row.getString("settings")),
        row.getBoolean("enabled"),
        Optional.ofNullable(row.getString("problem"))
            .flatMap(problem -> since.map(at -> new Issuer.Trouble(problem, at))),
        row.getLong("revision"));
  }
}
