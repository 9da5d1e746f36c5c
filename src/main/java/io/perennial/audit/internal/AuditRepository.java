package io.perennial.audit.internal;

import io.perennial.audit.AuditTrail;
import io.perennial.kernel.DatabaseTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The chain's entries and its head. */
@Repository
class AuditRepository {

  private final JdbcClient jdbc;
  private final JdbcOperations batches;

  AuditRepository(JdbcClient jdbc, JdbcOperations batches) {
    this.jdbc = jdbc;
    this.batches = batches;
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

  void append(List<Entry> entries) {
    batches.batchUpdate(
        """
        insert into audit_entry (sequence, at, actor, action, subject, outcome, detail, hash)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        entries.stream()
            .map(entry ->
                new Object[] {
                  entry.sequence(),
                  DatabaseTime.of(entry.at()),
                  entry.actor(),
                  entry.action(),
                  entry.subject(),
                  entry.outcome(),
                  entry.detail(),
                  entry.hash()
                })
            .toList());
  }

  /** Subjects that are a scope's path, of what was done; denials change nothing. */
  Set<String> scopes(long after, long upTo) {
    List<String> subjects =
        jdbc.sql(
                """
                select distinct subject from audit_entry
                where sequence > :after and sequence <= :upTo
                  and outcome = 'done' and subject like '/%'
                """)
            .param("after", after)
            .param("upTo", upTo)
            .query((row, number) -> row.getString("subject"))
            .list();
    return Set.copyOf(subjects);
  }

  /** Those from one entry up to before another, newest first. */
  List<AuditTrail.Entry> newest(AuditTrail.Filter filter, long from, long before, int limit) {
    List<String> below = filter.about().stream().filter(path -> path.endsWith("/")).toList();
    StringBuilder about = new StringBuilder();
    for (int i = 0; i < below.size(); i++) {
      about.append(" or subject like :below").append(i);
    }
    JdbcClient.StatementSpec statement =
        jdbc.sql(
                """
                select sequence, at, actor, action, subject, outcome, detail from audit_entry
                where sequence >= :from and sequence < :before
                """
                    + (filter.action().isPresent() ? " and action = :action" : "")
                    + (filter.about().isEmpty() ? "" : " and (subject in (:about)" + about + ")")
                    + " order by sequence desc limit :limit")
            .param("from", from)
            .param("before", before)
            .param("limit", limit)
            .param("action", filter.action().orElse(""))
            .param("about", filter.about());
    for (int i = 0; i < below.size(); i++) {
      statement = statement.param("below" + i, below.get(i) + "%");
    }
    return statement.query(AuditRepository::entry).list();
  }

  /** Those whose subject is one of these and before one entry, newest first; found by an index. */
  List<AuditTrail.Entry> newestOf(
      Set<String> subjects, Optional<String> action, long before, int limit) {
    String alike = action.isPresent() ? "and action = :action" : "";
    List<String> each = List.copyOf(subjects);
    String all =
        IntStream.range(0, each.size())
            .mapToObj(i ->
                """
                select * from (
                  select sequence, at, actor, action, subject, outcome, detail from audit_entry
                  where subject = :subject%1$d and sequence < :before %2$s
                  order by sequence desc limit :limit) part%1$d
                """
                    .formatted(i, alike))
            .collect(Collectors.joining(" union all "));
    JdbcClient.StatementSpec statement =
        jdbc.sql(all + " order by sequence desc limit :limit")
            .param("before", before)
            .param("limit", limit)
            .param("action", action.orElse(""));
    for (int i = 0; i < each.size(); i++) {
      statement = statement.param("subject" + i, each.get(i));
    }
    return statement.query(AuditRepository::entry).list();
  }

  private static AuditTrail.Entry entry(ResultSet row, int number) throws SQLException {
    return new AuditTrail.Entry(
        row.getLong("sequence"),
        DatabaseTime.get(row, "at"),
        row.getString("actor"),
        row.getString("action"),
        row.getString("subject"),
        row.getString("outcome"),
        row.getString("detail"));
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
