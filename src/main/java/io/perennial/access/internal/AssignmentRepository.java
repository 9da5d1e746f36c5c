package io.perennial.access.internal;

import io.perennial.access.Assignment;
import io.perennial.access.Assignments.Filter;
import io.perennial.access.Assignments.Held;
import io.perennial.access.Assignments.Wanted;
import io.perennial.access.Principal;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.PrincipalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Role assignments one by one, with their ends. */
@Repository
class AssignmentRepository {

  private static final String SELECT =
      """
      select p.id, p.kind, p.name, r.role, r.scope, r.ends_at
      from role_assignment r join principal p on p.id = r.principal_id
      """;

  private final JdbcClient jdbc;

  AssignmentRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<Assignment> find(Held held) {
    return jdbc.sql(SELECT + "where p.id = :id and r.role = :role and r.scope = :scope")
        .param("id", held.principal().value())
        .param("role", held.role().name())
        .param("scope", held.scope().path())
        .query(AssignmentRepository::map)
        .optional();
  }

  /**
   * Those that were assigned, not those of enrolled servers and API tokens.
   *
   * @param after where the part before ended
   */
  List<Assignment> page(Filter filter, Optional<Held> after, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where (p.kind in ('USER', 'GROUP')
                    or exists (select 1 from application a where a.principal_id = p.id))
                  and (p.id = :principal or :principal = '') and r.scope like :below
                  and (r.principal_id, r.role, r.scope) > (:id, :role, :scope)
                order by r.principal_id, r.role, r.scope limit :limit
                """)
        .param("principal", filter.principal().map(PrincipalId::value).orElse(""))
        .param("below", filter.scope().path() + "%")
        .param("id", after.map(held -> held.principal().value()).orElse(""))
        .param("role", after.map(held -> held.role().name()).orElse(""))
        .param("scope", after.map(held -> held.scope().path()).orElse(""))
        .param("limit", limit)
        .query(AssignmentRepository::map)
        .list();
  }

  /** Whether a user besides one administers the deployment for good. */
  boolean anotherAdministrator(PrincipalId besides) {
    return jdbc.sql(
                """
                select count(*) from role_assignment r join principal p on p.id = r.principal_id
                where r.role = 'ADMINISTRATOR' and r.scope = '/' and r.ends_at is null
                  and p.kind = 'USER' and p.id <> :besides
                """)
            .param("besides", besides.value())
            .query(Long.class)
            .single()
        > 0;
  }

  void insert(Wanted wanted) {
    jdbc.sql(
            """
            insert into role_assignment (principal_id, role, scope, ends_at)
            values (:id, :role, :scope, :ends)
            """)
        .param("id", wanted.principal().value())
        .param("role", wanted.role().name())
        .param("scope", wanted.scope().path())
        .param("ends", wanted.endsAt().map(DatabaseTime::of).orElse(null))
        .update();
  }

  boolean delete(Held held) {
    return jdbc.sql(
                "delete from role_assignment where principal_id = :id and role = :role and scope = :scope")
            .param("id", held.principal().value())
            .param("role", held.role().name())
            .param("scope", held.scope().path())
            .update()
        == 1;
  }

  private static Assignment map(ResultSet row, int number) throws SQLException {
    return new Assignment(
        new Principal(
            new PrincipalId(row.getString("id")),
            Principal.Kind.valueOf(row.getString("kind")),
            row.getString("name")),
        Role.valueOf(row.getString("role")),
        new Scope(row.getString("scope")),
        DatabaseTime.find(row, "ends_at"));
  }
}
