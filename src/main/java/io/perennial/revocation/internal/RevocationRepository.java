package io.perennial.revocation.internal;

import io.perennial.connector.RevocationReason;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.VersionId;
import io.perennial.revocation.Revocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Wishes to revoke. */
@Repository
class RevocationRepository {

  private static final int MAX_PROBLEM = 2_000;

  private static final String SELECT =
      """
      select r.version_id, r.certificate_id, r.reason, r.requested_by, r.requested_at, r.attempts,
             r.problem, r.next_step_at, r.revoked_at
      from revocation r
      """;

  private final JdbcClient jdbc;

  RevocationRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void purge(CertificateId certificate) {
    jdbc.sql("delete from revocation where certificate_id = :certificate")
        .param("certificate", certificate.value())
        .update();
  }

  void insert(Revocation revocation) {
    jdbc.sql(
            """
            insert into revocation (version_id, certificate_id, reason, requested_by,
              requested_at, attempts, next_step_at)
            values (:version, :certificate, :reason, :by, :at, 0, :at)
            """)
        .param("version", revocation.version().value())
        .param("certificate", revocation.certificate().value())
        .param("reason", revocation.reason().name())
        .param("by", revocation.requestedBy())
        .param("at", DatabaseTime.of(revocation.requestedAt()))
        .update();
  }

  /** After a refusal: another reason, or another day. */
  void renew(Revocation revocation) {
    jdbc.sql(
            """
            update revocation set reason = :reason, requested_by = :by, requested_at = :at,
              attempts = 0, problem = null, next_step_at = :at
            where version_id = :version and next_step_at is null and revoked_at is null
            """)
        .param("version", revocation.version().value())
        .param("reason", revocation.reason().name())
        .param("by", revocation.requestedBy())
        .param("at", DatabaseTime.of(revocation.requestedAt()))
        .update();
  }

  /** All that wait. */
  void hastenAll(Instant now) {
    jdbc.sql("update revocation set next_step_at = :now where next_step_at > :now")
        .param("now", DatabaseTime.of(now))
        .update();
  }

  void hasten(VersionId version, Instant now) {
    jdbc.sql(
            """
            update revocation set next_step_at = :now
            where version_id = :version and next_step_at > :now
            """)
        .param("version", version.value())
        .param("now", DatabaseTime.of(now))
        .update();
  }

  /**
   * @return whether it was not over yet
   */
  boolean revoked(VersionId version, Instant now) {
    return jdbc.sql(
                """
                update revocation set revoked_at = :now, next_step_at = null, problem = null
                where version_id = :version and next_step_at is not null
                """)
            .param("version", version.value())
            .param("now", DatabaseTime.of(now))
            .update()
        == 1;
  }

  /**
   * @param next when it is tried again; empty: never
   * @return whether it was not over yet
   */
  boolean failed(VersionId version, String problem, Optional<Instant> next) {
    return jdbc.sql(
                """
                update revocation set attempts = attempts + 1, problem = :problem,
                  next_step_at = :next
                where version_id = :version and next_step_at is not null
                """)
            .param("version", version.value())
            .param("problem", problem.substring(0, Math.min(problem.length(), MAX_PROBLEM)))
            .param("next", DatabaseTime.of(next.orElse(null)))
            .update()
        == 1;
  }

  Optional<Revocation> find(VersionId version) {
    return jdbc.sql(SELECT + "where r.version_id = :version")
        .param("version", version.value())
        .query(RevocationRepository::map)
        .optional();
  }

  List<Revocation> of(CertificateId certificate) {
    return jdbc.sql(SELECT + "where r.certificate_id = :certificate order by r.requested_at desc")
        .param("certificate", certificate.value())
        .query(RevocationRepository::map)
        .list();
  }

  List<Revocation> ofUnexpired(Instant now) {
    return jdbc.sql(
            SELECT
                + """
                join certificate_version v on v.id = r.version_id
                where v.not_after > :now order by r.requested_at
                """)
        .param("now", DatabaseTime.of(now))
        .query(RevocationRepository::map)
        .list();
  }

  List<VersionId> due(Instant now, int limit) {
    return jdbc.sql(
            """
            select version_id from revocation where next_step_at <= :now
            order by next_step_at limit :limit
            """)
        .param("now", DatabaseTime.of(now))
        .param("limit", limit)
        .query((row, number) -> new VersionId(row.getString("version_id")))
        .list();
  }

  private static Revocation map(ResultSet row, int number) throws SQLException {
    return new Revocation(
        new VersionId(row.getString("version_id")),
        new CertificateId(row.getString("certificate_id")),
        RevocationReason.valueOf(row.getString("reason")),
        row.getString("requested_by"),
        DatabaseTime.get(row, "requested_at"),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("problem")),
        DatabaseTime.find(row, "next_step_at"),
        DatabaseTime.find(row, "revoked_at"));
  }
}
