package io.perennial.identity.internal;

import io.perennial.access.ClientId;
import io.perennial.kernel.DatabaseTime;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Assertions that were shown and have not expired. All servers on one database know them. */
@Repository
class ShownAssertionRepository {

  private final JdbcClient jdbc;

  ShownAssertionRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An assertion and who showed it.
   *
   * @param jti SHA-256 of its jti
   * @param assertion SHA-256 of the whole
   */
  record Shown(ClientId application, String jti, String assertion, String network) {}

  /**
   * @throws org.springframework.dao.DuplicateKeyException when one of that jti was shown before
   */
  void insert(Shown shown, Instant expiresAt) {
    jdbc.sql(
            """
            insert into shown_assertion (client_id, jti, assertion, network, expires_at)
            values (:client, :jti, :assertion, :network, :expires)
            """)
        .param("client", shown.application().value())
        .param("jti", shown.jti())
        .param("assertion", shown.assertion())
        .param("network", shown.network())
        .param("expires", DatabaseTime.of(expiresAt))
        .update();
  }

  Optional<Shown> find(ClientId application, String jti) {
    return jdbc.sql(
            """
            select assertion, network from shown_assertion
            where client_id = :client and jti = :jti
            """)
        .param("client", application.value())
        .param("jti", jti)
        .query((row, number) ->
            new Shown(application, jti, row.getString("assertion"), row.getString("network")))
        .optional();
  }

  void deleteExpired(Instant now) {
    jdbc.sql("delete from shown_assertion where expires_at <= :now")
        .param("now", DatabaseTime.of(now))
        .update();
  }
}
