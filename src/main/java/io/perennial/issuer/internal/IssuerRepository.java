package io.perennial.issuer.internal;

import io.perennial.connector.IssuerState;
import io.perennial.issuer.Issuer;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
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
      "select id, name, type, settings, problem, problem_at, revision from issuer ";

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
            insert into issuer (id, name, type, settings, sealed, revision, created_at)
            values (:id, :name, :type, :settings, :sealed, 1, :now)
            """)
        .param("id", issuer.id().value())
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

  Optional<Issuer> find(ObjectName name) {
    return jdbc.sql(SELECT + "where name = :name")
        .param("name", name.value())
        .query(IssuerRepository::map)
        .optional();
  }

  List<Issuer> page(String after, int limit) {
    return jdbc.sql(SELECT + "where name > :after order by name limit :limit")
        .param("after", after)
        .param("limit", limit)
        .query(IssuerRepository::map)
        .list();
  }

  List<Issuer> list() {
    return jdbc.sql(SELECT + "order by name").query(IssuerRepository::map).list();
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
        new ObjectName(row.getString("name")),
        row.getString("type"),
        read(row.getString("settings")),
        Optional.ofNullable(row.getString("problem"))
            .flatMap(problem -> since.map(at -> new Issuer.Trouble(problem, at))),
        row.getLong("revision"));
  }
}
