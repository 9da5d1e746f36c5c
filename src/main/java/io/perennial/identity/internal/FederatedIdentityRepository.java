package io.perennial.identity.internal;

import io.perennial.access.ClientId;
import io.perennial.identity.FederatedIdentity;
import io.perennial.kernel.DatabaseTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What outside issuers call applications. */
@Repository
class FederatedIdentityRepository {

  private static final String SELECT =
      "select id, client_id, issuer, subject, audience, created_at from federated_identity ";

  private final JdbcClient jdbc;

  FederatedIdentityRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(FederatedIdentity identity) {
    jdbc.sql(
            """
            insert into federated_identity (id, client_id, issuer, subject, audience, created_at)
            values (:id, :client, :issuer, :subject, :audience, :created)
            """)
        .param("id", identity.id())
        .param("client", identity.application().value())
        .param("issuer", identity.issuer())
        .param("subject", identity.subject())
        .param("audience", identity.audience())
        .param("created", DatabaseTime.of(identity.createdAt()))
        .update();
  }

  Optional<FederatedIdentity> find(String issuer, String subject, String audience) {
    return jdbc.sql(
            SELECT + "where issuer = :issuer and subject = :subject and audience = :audience")
        .param("issuer", issuer)
        .param("subject", subject)
        .param("audience", audience)
        .query(FederatedIdentityRepository::map)
        .optional();
  }

  /** The newest first. */
  List<FederatedIdentity> list(ClientId application) {
    return jdbc.sql(SELECT + "where client_id = :client order by created_at desc, id")
        .param("client", application.value())
        .query(FederatedIdentityRepository::map)
        .list();
  }

  void delete(String id) {
    jdbc.sql("delete from federated_identity where id = :id").param("id", id).update();
  }

  private static FederatedIdentity map(ResultSet row, int number) throws SQLException {
    return new FederatedIdentity(
        row.getString("id"),
        new ClientId(row.getString("client_id")),
        row.getString("issuer"),
        row.getString("subject"),
        row.getString("audience"),
        DatabaseTime.get(row, "created_at"));
  }
}
