package io.perennial.access.internal;

import io.perennial.access.Credentials.Purpose;
import io.perennial.access.Credentials.Standing;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.PrincipalId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Tokens, as keyed hashes. */
@Repository
class CredentialRepository {

  private final JdbcClient jdbc;

  CredentialRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void insert(String id, PrincipalId principal, Purpose purpose, byte[] verifier, Times times) {
    jdbc.sql(
            """
            insert into credential (id, principal_id, purpose, verifier, created_at, expires_at)
            values (:id, :principal, :purpose, :verifier, :created, :expires)
            """)
        .param("id", id)
        .param("principal", principal.value())
        .param("purpose", purpose.name())
        .param("verifier", verifier)
        .param("created", DatabaseTime.of(times.created()))
        .param("expires", DatabaseTime.of(times.expires()))
        .update();
  }

  /** A token that has neither expired nor been revoked. */
  Optional<Stored> findLive(String id, Purpose purpose, Instant now) {
    return jdbc.sql(
            """
            select id, principal_id, verifier, created_at, expires_at, used_at from credential
            where id = :id and purpose = :purpose and expires_at > :now and revoked_at is null
            """)
        .param("id", id)
        .param("purpose", purpose.name())
        .param("now", DatabaseTime.of(now))
        .query((row, number) ->
            new Stored(
                row.getString("id"),
                new PrincipalId(row.getString("principal_id")),
                purpose,
                row.getBytes("verifier"),
                DatabaseTime.get(row, "created_at"),
                DatabaseTime.get(row, "expires_at"),
                DatabaseTime.find(row, "used_at").isPresent()))
        .optional();
  }

  /**
   * @return whether this was the first use
   */
  boolean markUsed(String id, Instant now) {
    return jdbc.sql("update credential set used_at = :now where id = :id and used_at is null")
            .param("now", DatabaseTime.of(now))
            .param("id", id)
            .update()
        == 1;
  }

  void revokeOlder(PrincipalId principal, Purpose purpose, Instant createdBefore, Instant now) {
    jdbc.sql(
            """
            update credential set revoked_at = :now
            where principal_id = :principal and purpose = :purpose
              and created_at < :before and revoked_at is null
            """)
        .param("now", DatabaseTime.of(now))
        .param("principal", principal.value())
        .param("purpose", purpose.name())
        .param("before", DatabaseTime.of(createdBefore))
        .update();
  }

  /** Whenever they were made: another node's clock may be ahead. */
  void revoke(PrincipalId principal, Purpose purpose, Instant now) {
    jdbc.sql(
            """
            update credential set revoked_at = :now
            where principal_id = :principal and purpose = :purpose and revoked_at is null
            """)
        .param("now", DatabaseTime.of(now))
        .param("principal", principal.value())
        .param("purpose", purpose.name())
        .update();
  }

  boolean revoke(PrincipalId principal, Purpose purpose, String id, Instant now) {
    return jdbc.sql(
                """
                update credential set revoked_at = :now
                where id = :id and principal_id = :principal and purpose = :purpose
                  and revoked_at is null
                """)
            .param("now", DatabaseTime.of(now))
            .param("id", id)
            .param("principal", principal.value())
            .param("purpose", purpose.name())
            .update()
        == 1;
  }

  /** The last used or else the last made of each that was not revoked. */
  List<Standing> standing(Collection<PrincipalId> principals, Purpose purpose) {
    return jdbc.sql(
            """
            select principal_id, created_at, expires_at from (
              select principal_id, created_at, expires_at,
                row_number() over (
                  partition by principal_id
                  order by case when used_at is null then 1 else 0 end, created_at desc, id) as place
              from credential
              where principal_id in (:principals) and purpose = :purpose and revoked_at is null
            ) ranked
            where place = 1
            """)
        .param("principals", principals.stream().map(PrincipalId::value).toList())
        .param("purpose", purpose.name())
        .query((row, number) ->
            new Standing(
                new PrincipalId(row.getString("principal_id")),
                DatabaseTime.get(row, "created_at"),
                DatabaseTime.get(row, "expires_at")))
        .list();
  }

  record Times(Instant created, Instant expires) {}

  record Stored(
      String id,
      PrincipalId principal,
      Purpose purpose,
      byte[] verifier,
      Instant createdAt,
      Instant expiresAt,
      boolean used) {}
}
