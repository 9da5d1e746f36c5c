package io.perennial.access.internal;

import io.perennial.access.Application;
import io.perennial.access.ClientId;
import io.perennial.access.ClientSecret;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Applications and what is known of their secrets. */
@Repository
class ApplicationRepository {

  private static final String SELECT =
      """
      select a.client_id, a.principal_id, p.name, a.created_at, a.revoked_at
      from application a join principal p on p.id = a.principal_id
      """;

  private final JdbcClient jdbc;

  ApplicationRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(ClientId id, PrincipalId principal, Instant now) {
    jdbc.sql(
            """
            insert into application (client_id, principal_id, created_at)
            values (:id, :principal, :now)
            """)
        .param("id", id.value())
        .param("principal", principal.value())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  List<Application> page(String after, int limit) {
    return jdbc.sql(SELECT + "where p.name > :after order by p.name limit :limit")
        .param("after", after)
        .param("limit", limit)
        .query(ApplicationRepository::map)
        .list();
  }

  /**
   * @param id may have any form, so that asking takes as long whatever it is
   */
  Optional<Application> find(String id) {
    return jdbc.sql(SELECT + "where a.client_id = :id")
        .param("id", id)
        .query(ApplicationRepository::map)
        .optional();
  }

  Optional<Application> find(PrincipalId principal) {
    return jdbc.sql(SELECT + "where a.principal_id = :id")
        .param("id", principal.value())
        .query(ApplicationRepository::map)
        .optional();
  }

  Optional<Application> find(ObjectName name) {
    return jdbc.sql(SELECT + "where p.kind = 'APPLICATION' and p.name = :name")
        .param("name", name.value())
        .query(ApplicationRepository::map)
        .optional();
  }

  List<ClientSecret> secrets(PrincipalId principal) {
    return jdbc.sql(
            """
            select id, created_at, expires_at, used_at, revoked_at from credential
            where principal_id = :principal and purpose = 'CLIENT_SECRET'
            order by created_at desc, id
            """)
        .param("principal", principal.value())
        .query((row, number) ->
            new ClientSecret(
                row.getString("id"),
                DatabaseTime.get(row, "created_at"),
                DatabaseTime.get(row, "expires_at"),
                DatabaseTime.find(row, "used_at"),
                DatabaseTime.find(row, "revoked_at")))
        .list();
  }

  void revoke(ClientId id, Instant now) {
    jdbc.sql(
            """
            update application set revoked_at = :now
            where client_id = :id and revoked_at is null
            """)
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  private static Application map(ResultSet row, int number) throws SQLException {
    return new Application(
        new ClientId(row.getString("client_id")),
        new PrincipalId(row.getString("principal_id")),
        new ObjectName(row.getString("name")),
        DatabaseTime.get(row, "created_at"),
        DatabaseTime.find(row, "revoked_at"));
  }
}
