package io.perennial.audit.internal;

import io.perennial.kernel.DatabaseTime;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The chain's entries and its head. */
@Repository
class AuditRepository {

  private final JdbcClient jdbc;

  AuditRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Reads the head and holds it against other writers until the transaction ends. */
  Head lockHead() {
    return jdbc.sql("select sequence, hash from audit_head where singleton = 1 for update")
        .query((row, number) -> new Head(row.getLong("sequence"), row.getBytes("hash")))
        .single();
  }

  Head head() {
    return jdbc.sql("select sequence, hash from audit_head where singleton = 1")
        .query((row, number) -> new Head(row.getLong("sequence"), row.getBytes("hash")))
        .single();
  }

  void append(Entry entry) {
    jdbc.sql(
            """
            insert into audit_entry (sequence, at, actor, action, subject, outcome, detail, hash)
            values (:sequence, :at, :actor, :action, :subject, :outcome, :detail, :hash)
            """)
        .param("sequence", entry.sequence())
        .param("at", DatabaseTime.of(entry.at()))
        .param("actor", entry.actor())
        .param("action", entry.action())
        .param("subject", entry.subject())
        .param("outcome", entry.outcome())
        .param("detail", entry.detail())
        .param("hash", entry.hash())
        .update();
  }

  void moveHead(Head head) {
    jdbc.sql("update audit_head set sequence = :sequence, hash = :hash where singleton = 1")
        .param("sequence", head.sequence())
        .param("hash", head.hash())
        .update();
  }

  /** In order; begins with the lowest of all when told {@link Long#MIN_VALUE}. */
  List<Entry> after(long sequence, int count) {
    return jdbc.sql(
            """
            select sequence, at, actor, action, subject, outcome, detail, hash
            from audit_entry where sequence > :sequence order by sequence limit :count
            """)
        .param("sequence", sequence)
        .param("count", count)
        .query((row, number) ->
            new Entry(
                row.getLong("sequence"),
                DatabaseTime.get(row, "at"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("outcome"),
                row.getString("detail"),
                row.getBytes("hash")))
        .list();
  }

  record Head(long sequence, byte[] hash) {}

  record Entry(
      long sequence,
      Instant at,
      String actor,
      String action,
      String subject,
      String outcome,
      String detail,
      byte[] hash) {

    Entry hashed(byte[] linked) {
      return new Entry(sequence, at, actor, action, subject, outcome, detail, linked);
    }
  }
}
