package io.perennial.idempotency.internal;

import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.PrincipalId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keys, what they were used for, and what was answered. */
@Repository
class CreationRepository {

  private final JdbcClient jdbc;

  CreationRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void claim(PrincipalId principal, String key, byte[] digest, Instant expires) {
    jdbc.sql(
            """
            insert into idempotent_creation (principal_id, request_key, digest, expires_at)
            values (:principal, :key, :digest, :expires)
            """)
        .param("principal", principal.value())
        .param("key", key)
        .param("digest", digest)
        .param("expires", DatabaseTime.of(expires))
        .update();
  }

  void answer(PrincipalId principal, String key, byte[] sealed) {
    jdbc.sql(
            """
            update idempotent_creation set answer = :answer
            where principal_id = :principal and request_key = :key
            """)
        .param("answer", sealed)
        .param("principal", principal.value())
        .param("key", key)
        .update();
  }

  /** A committed claim has its answer. */
  Optional<Kept> find(PrincipalId principal, String key, Instant now) {
    return jdbc.sql(
            """
            select digest, answer from idempotent_creation
            where principal_id = :principal and request_key = :key and expires_at > :now
              and answer is not null
            """)
        .param("principal", principal.value())
        .param("key", key)
        .param("now", DatabaseTime.of(now))
        .query((row, number) -> new Kept(row.getBytes("digest"), row.getBytes("answer")))
        .optional();
  }

  void forget(PrincipalId principal, String key, Instant now) {
    jdbc.sql(
            """
            delete from idempotent_creation
            where principal_id = :principal and request_key = :key and expires_at <= :now
            """)
        .param("principal", principal.value())
        .param("key", key)
        .param("now", DatabaseTime.of(now))
        .update();
  }

  int purge(Instant now) {
    return jdbc.sql("delete from idempotent_creation where expires_at <= :now")
        .param("now", DatabaseTime.of(now))
        .update();
  }

  record Kept(byte[] digest, byte[] answer) {}
}
