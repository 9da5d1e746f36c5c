package io.perennial.publication.internal;

import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import io.perennial.publication.Consumer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Consumers. */
@Repository
class ConsumerRepository {

  private static final String SELECT =
      """
      select id, principal_id, name, hostname, created_at, enrolled_at, last_seen_at, revoked_at
      from consumer
      """;

  private final JdbcClient jdbc;

  ConsumerRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(Consumer consumer) {
    jdbc.sql(
            """
            insert into consumer (id, principal_id, name, created_at)
            values (:id, :principal, :name, :created)
            """)
        .param("id", consumer.id().value())
        .param("principal", consumer.principal().value())
        .param("name", consumer.name().value())
        .param("created", DatabaseTime.of(consumer.createdAt()))
        .update();
  }

  Optional<Consumer> find(ConsumerId id) {
    return jdbc.sql(SELECT + "where id = :id")
        .param("id", id.value())
        .query(ConsumerRepository::map)
        .optional();
  }

  Optional<Consumer> find(PrincipalId principal) {
    return jdbc.sql(SELECT + "where principal_id = :principal")
        .param("principal", principal.value())
        .query(ConsumerRepository::map)
        .optional();
  }

  Optional<Consumer> find(ObjectName name) {
    return jdbc.sql(SELECT + "where name = :name")
        .param("name", name.value())
        .query(ConsumerRepository::map)
        .optional();
  }

  /** In one statement; the caller names at most {@link io.perennial.kernel.Slice#MOST}. */
  List<Consumer> all(Collection<ConsumerId> ids) {
    return jdbc.sql(SELECT + "where id in (:ids)")
        .param("ids", ids.stream().map(ConsumerId::value).toList())
        .query(ConsumerRepository::map)
        .list();
  }

  List<Consumer> page(String after, int limit) {
    return jdbc.sql(SELECT + "where name > :after order by name limit :limit")
        .param("after", after)
        .param("limit", limit)
        .query(ConsumerRepository::map)
        .list();
  }

  List<Consumer> list() {
    return jdbc.sql(SELECT + "order by name").query(ConsumerRepository::map).list();
  }

  /** Those that may take a certificate's key: bound to it, and not revoked. */
  List<Consumer> bound(CertificateId certificate, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where revoked_at is null and id in (
                  select consumer_id from binding where certificate_id = :certificate)
                order by name limit :limit
                """)
        .param("certificate", certificate.value())
        .param("limit", limit)
        .query(ConsumerRepository::map)
        .list();
  }

  void enrolled(ConsumerId id, String hostname, Instant now) {
    jdbc.sql(
            """
            update consumer set hostname = :hostname, enrolled_at = :now, last_seen_at = :now
            where id = :id
            """)
        .param("hostname", hostname)
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  void seen(ConsumerId id, Instant now) {
    jdbc.sql("update consumer set last_seen_at = :now where id = :id")
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  void revoked(ConsumerId id, Instant now) {
    jdbc.sql("update consumer set revoked_at = :now where id = :id")
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  private static Consumer map(ResultSet row, int number) throws SQLException {
    return new Consumer(
        new ConsumerId(row.getString("id")),
        new PrincipalId(row.getString("principal_id")),
        new ObjectName(row.getString("name")),
        Optional.ofNullable(row.getString("hostname")),
        DatabaseTime.get(row, "created_at"),
        DatabaseTime.find(row, "enrolled_at"),
        DatabaseTime.find(row, "last_seen_at"),
        DatabaseTime.find(row, "revoked_at"));
  }
}
