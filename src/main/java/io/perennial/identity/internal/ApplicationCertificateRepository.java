package io.perennial.identity.internal;

import io.perennial.access.ClientId;
import io.perennial.identity.ApplicationCertificate;
import io.perennial.kernel.DatabaseTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Certificates of applications. */
@Repository
class ApplicationCertificateRepository {

  private static final String SELECT =
      """
      select id, client_id, thumbprint, certificate, created_at, expires_at, used_at, revoked_at
      from application_certificate
      """;

  private final JdbcClient jdbc;

  ApplicationCertificateRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param certificate DER
   */
  record Stored(ApplicationCertificate known, byte[] certificate) {}

  void insert(ApplicationCertificate known, byte[] certificate) {
    jdbc.sql(
            """
            insert into application_certificate
              (id, client_id, thumbprint, certificate, created_at, expires_at)
            values (:id, :client, :thumbprint, :certificate, :created, :expires)
            """)
        .param("id", known.id())
        .param("client", known.application().value())
        .param("thumbprint", known.thumbprint())
        .param("certificate", certificate)
        .param("created", DatabaseTime.of(known.createdAt()))
        .param("expires", DatabaseTime.of(known.expiresAt()))
        .update();
  }

  /** The newest first. */
  List<ApplicationCertificate> list(ClientId application) {
    return jdbc.sql(SELECT + "where client_id = :client order by created_at desc, id")
        .param("client", application.value())
        .query((row, number) -> map(row).known())
        .list();
  }

  /** Those that count; none of an application that was revoked. */
  List<Stored> usable(ClientId application, Instant now) {
    return jdbc.sql(
            SELECT
                + """
                where client_id = :client and revoked_at is null and expires_at > :now
                  and exists (select 1 from application a
                    where a.client_id = application_certificate.client_id and a.revoked_at is null)
                """)
        .param("client", application.value())
        .param("now", DatabaseTime.of(now))
        .query((row, number) -> map(row))
        .list();
  }

  void markUsed(String id, Instant now) {
    jdbc.sql("update application_certificate set used_at = :now where id = :id and used_at is null")
        .param("now", DatabaseTime.of(now))
        .param("id", id)
        .update();
  }

  boolean revoke(ClientId application, String id, Instant now) {
    return jdbc.sql(
                """
                update application_certificate set revoked_at = :now
                where id = :id and client_id = :client and revoked_at is null
                """)
            .param("now", DatabaseTime.of(now))
            .param("id", id)
            .param("client", application.value())
            .update()
        == 1;
  }

  private static Stored map(ResultSet row) throws SQLException {
    return new Stored(
        new ApplicationCertificate(
            row.getString("id"),
            new ClientId(row.getString("client_id")),
            row.getString("thumbprint"),
            DatabaseTime.get(row, "created_at"),
            DatabaseTime.get(row, "expires_at"),
            DatabaseTime.find(row, "used_at"),
            DatabaseTime.find(row, "revoked_at")),
        row.getBytes("certificate"));
  }
}
