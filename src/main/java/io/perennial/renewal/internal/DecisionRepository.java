package io.perennial.renewal.internal;

import io.perennial.connector.Problem;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.renewal.Decision;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The timelines, and when the sweep last ran. */
@Repository
class DecisionRepository {

  private static final String SWEEP = "renewal";

  private final JdbcClient jdbc;

  DecisionRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void purge(CertificateId certificate) {
    jdbc.sql("delete from renewal_decision where certificate_id = :certificate")
        .param("certificate", certificate.value())
        .update();
  }

  void insert(CertificateId certificate, Decision decision) {
    jdbc.sql(
            """
            insert into renewal_decision
              (certificate_id, at, outcome, sentence, blame, next_action_at)
            values (:certificate, :at, :outcome, :sentence, :blame, :next)
            """)
        .param("certificate", certificate.value())
        .param("at", DatabaseTime.of(decision.at()))
        .param("outcome", decision.outcome().name())
        .param("sentence", decision.sentence())
        .param("blame", decision.blame().map(Problem.Blame::name).orElse(null))
        .param("next", DatabaseTime.of(decision.nextActionAt()))
        .update();
  }

  List<Decision> newestFirst(CertificateId certificate, int limit) {
    return jdbc.sql(
            """
            select at, outcome, sentence, blame, next_action_at from renewal_decision
            where certificate_id = :certificate order by at desc, number desc limit :limit
            """)
        .param("certificate", certificate.value())
        .param("limit", limit)
        .query(DecisionRepository::map)
        .list();
  }

  /** Certificates with a line from a time that is still to come. */
  List<CertificateId> decidedAfter(Instant now) {
    return jdbc.sql("select distinct certificate_id from renewal_decision where at > :now")
        .param("now", DatabaseTime.of(now))
        .query((row, number) -> new CertificateId(row.getString("certificate_id")))
        .list();
  }

  /** The newest that were written before a line, each with its number. */
  List<Numbered> page(CertificateId certificate, long before, int limit) {
    return jdbc.sql(
            """
            select number, at, outcome, sentence, blame, next_action_at from renewal_decision
            where certificate_id = :certificate and number < :before
            order by number desc limit :limit
            """)
        .param("certificate", certificate.value())
        .param("before", before)
        .param("limit", limit)
        .query((row, number) -> new Numbered(row.getLong("number"), map(row, number)))
        .list();
  }

  private static Decision map(ResultSet row, int number) throws SQLException {
    return new Decision(
        DatabaseTime.get(row, "at"),
        Decision.Outcome.valueOf(row.getString("outcome")),
        row.getString("sentence"),
        Optional.ofNullable(row.getString("blame")).map(Problem.Blame::valueOf),
        DatabaseTime.get(row, "next_action_at"));
  }

  /** A line of a timeline and its place. */
  record Numbered(long number, Decision decision) {}

  void swept(Instant now, int found) {
    int updated =
        jdbc.sql("update sweep set completed_at = :now, found = :found where name = :name")
            .param("now", DatabaseTime.of(now))
            .param("found", found)
            .param("name", SWEEP)
            .update();
    if (updated == 0) {
      jdbc.sql("insert into sweep (name, completed_at, found) values (:name, :now, :found)")
          .param("name", SWEEP)
          .param("now", DatabaseTime.of(now))
          .param("found", found)
          .update();
    }
  }

  Optional<Instant> lastSweep() {
    return jdbc.sql("select completed_at from sweep where name = :name")
        .param("name", SWEEP)
        .query((row, number) -> DatabaseTime.get(row, "completed_at"))
        .optional();
  }
}
