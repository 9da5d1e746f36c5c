package io.perennial.renewal.internal;

import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.VersionId;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What CAs say of when to renew, and when they are asked again. */
@Repository
class AdviceRepository {

  private final JdbcClient jdbc;

  AdviceRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Lets the CA be asked about a version that it has just issued. */
  void begin(VersionId version, Instant askAt) {
    jdbc.sql("insert into renewal_advice (version_id, ask_at) values (:version, :ask)")
        .param("version", version.value())
        .param("ask", DatabaseTime.of(askAt))
        .update();
  }

  Optional<Advice> find(VersionId version) {
    return jdbc.sql(
            """
            select version_id, origin, window_start, window_end, explanation, problem
            from renewal_advice where version_id = :version
            """)
        .param("version", version.value())
        .query((row, number) -> map(row))
        .optional();
  }

  private static Advice map(ResultSet row) throws SQLException {
    Optional<Instant> start = DatabaseTime.find(row, "window_start");
    Optional<Instant> end = DatabaseTime.find(row, "window_end");
    Optional<URI> explanation = Optional.ofNullable(row.getString("explanation")).map(URI::create);
    return new Advice(
        new VersionId(row.getString("version_id")),
        Optional.ofNullable(row.getString("origin")),
        start.flatMap(from -> end.map(until -> new Window(from, until, explanation))),
        Optional.ofNullable(row.getString("problem")));
  }

  /**
   * @param askAt null when nobody asks any more
   */
  void store(Advice advice, @Nullable Instant askAt) {
    Optional<Window> window = advice.window();
    jdbc.sql(
            """
            update renewal_advice set origin = :origin, window_start = :start, window_end = :end,
              explanation = :explanation, problem = :problem, ask_at = :ask
            where version_id = :version
            """)
        .param("origin", advice.origin().orElse(null))
        .param("start", DatabaseTime.of(window.map(Window::start).orElse(null)))
        .param("end", DatabaseTime.of(window.map(Window::end).orElse(null)))
        .param("explanation", window.flatMap(Window::explanation).map(URI::toString).orElse(null))
        .param("problem", advice.problem().orElse(null))
        .param("ask", DatabaseTime.of(askAt))
        .param("version", advice.version().value())
        .update();
  }

  /** Whose CAs should be asked now, most overdue first. Reads by index. */
  List<VersionId> due(Instant now, int limit) {
    return jdbc.sql(
            """
            select version_id from renewal_advice where ask_at <= :now order by ask_at limit :limit
            """)
        .param("now", DatabaseTime.of(now))
        .param("limit", limit)
        .query((row, number) -> new VersionId(row.getString("version_id")))
        .list();
  }
}
