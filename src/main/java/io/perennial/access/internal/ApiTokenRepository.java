package io.perennial.access.internal;

import io.perennial.access.ApiToken;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** API tokens as their principals, credentials and roles make them up. */
@Repository
class ApiTokenRepository {

  private static final String SELECT =
      """
      select p.id, p.name, r.role, r.scope, c.created_at, c.expires_at, c.used_at, c.revoked_at
      from principal p
      join credential c on c.principal_id = p.id and c.purpose = 'API'
      join role_assignment r on r.principal_id = p.id and r.role <> 'ISSUER_USER'
      where p.kind = 'APPLICATION'
      """;

  private final JdbcClient jdbc;

  ApiTokenRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<ApiToken> page(String after, int limit) {
    return jdbc.sql(SELECT + "and p.name > :after order by p.name limit :limit")
        .param("after", after)
        .param("limit", limit)
        .query(ApiTokenRepository::map)
        .list();
  }

  Optional<ApiToken> find(PrincipalId id) {
    return jdbc.sql(SELECT + "and p.id = :id")
        .param("id", id.value())
        .query(ApiTokenRepository::map)
        .optional();
  }

  Optional<ApiToken> find(ObjectName name) {
    return jdbc.sql(SELECT + "and p.name = :name")
        .param("name", name.value())
        .query(ApiTokenRepository::map)
        .optional();
  }

  private static ApiToken map(ResultSet row, int number) throws SQLException {
    return new ApiToken(
        new PrincipalId(row.getString("id")),
        new ObjectName(row.getString("name")),
        Role.valueOf(row.getString("role")),
        new Scope(row.getString("scope")),
        DatabaseTime.get(row, "created_at"),
        DatabaseTime.get(row, "expires_at"),
        DatabaseTime.find(row, "used_at"),
        DatabaseTime.find(row, "revoked_at"));
  }
}
