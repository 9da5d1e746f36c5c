package io.perennial.overview;

import io.perennial.connector.RevocationReason;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The conditions of the sentence, where the rows are: counted over all, and told of the worst. It
 * reads what other modules keep and writes nothing.
 */
@Repository
class OverviewRepository {

  static final String TOTALS =
      """
      select (select count(*) from certificate where ends_at <= :now and bindings > 0)
          as without_version,
        (select count(*) from certificate where acts_at < :overdue and bindings > 0)
          as without_next_action,
        (select count(*) from binding where gravity = 0) as not_served,
        (select min(ends_at) from binding) as worst
      """;

  /** The one that reads more the more there are: an index on PostgreSQL, one number on H2. */
  private static final String BINDINGS = "select count(*) from binding";

  static final String WITHOUT_VERSION = first("ends_at", "ends_at <= :before");
  static final String WITHOUT_NEXT_ACTION = first("acts_at", "acts_at < :before");
  static final String NOT_SERVED =
      "select id from binding where gravity = 0 order by gravity, ends_at, id limit :limit";
  static final String BOUND = "select id from binding order by gravity, ends_at, id limit :limit";
  static final String UNBOUND =
      "select id from certificate where bindings = 0 and deleted_at is null order by bindings, name limit :limit";

  private static final String REVOKED =
      """
       from revocation r join certificate_version v on v.id = r.version_id
         join certificate c on c.id = r.certificate_id
      """;
  private static final String STANDS = "(r.next_step_at is not null or r.revoked_at is not null)";
  private static final String CURRENT = "(" + STANDS + " and c.current_version = v.id)";

  static final String REVOKED_VERSIONS =
      "select c.id, c.name, c.sentence, v.number, r.reason, r.problem, "
          + STANDS
          + " as stands, "
          + CURRENT
          + " as in_use, sum(case when r.problem is not null and "
          + CURRENT
          + " then 2 else 1 end) over () as total"
          + REVOKED
          + "where v.not_after > :now and c.deleted_at is null and (r.problem is not null or "
          + CURRENT
          + ") order by r.requested_at, v.id limit :limit";
  static final String REVOKED_SERVED =
      "select c.id, c.name, v.number, b.probe_address, b.port, s.name as server,"
          + " count(*) over () as total"
          + REVOKED
          + "join binding b on b.served_fingerprint = v.fingerprint"
          + " join consumer s on s.id = b.consumer_id where v.not_after > :now and "
          + STANDS
          + " order by r.requested_at, b.id limit :limit";

  /** The version is joined as it is: H2 would read all of a subquery, and by no index. */
  static final String WATCHED =
      """
      select c.id, c.name, v.number, v.not_after, count(*) over () as total
      from (
        select id, name, current_version, %s as percentage, %s as days
        from certificate where issuer_id in (:issuers) and deleted_at is null) c
      join certificate_version v on v.id = c.current_version
      where case when c.days is not null
          then greatest(ENDS - c.days * 86400, (BEGINS + ENDS) / 2)
          else BEGINS + (ENDS - BEGINS) * coalesce(c.percentage, 66) / 100 end
        <= extract(epoch from cast(:now as timestamp with time zone))
      order by v.not_after, c.name limit :limit
      """
          .formatted(number("lifetimePercentage"), number("daysBeforeExpiry"))
          .replace("BEGINS", "extract(epoch from v.not_before)")
          .replace("ENDS", "extract(epoch from v.not_after)");

  private final JdbcClient jdbc;

  OverviewRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** So few certificates that their bindings can be put in order. */
  private static String first(String column, String condition) {
    return """
    select b.id from (
      select id, COLUMN from certificate where CONDITION and bindings > 0
      order by COLUMN, bindings limit :limit) c
    join binding b on b.certificate_id = c.id order by c.COLUMN, b.id limit :limit
    """
        .replace("COLUMN", column)
        .replace("CONDITION", condition);
  }

  private static String number(String field) {
    return "cast(nullif(regexp_replace(regexp_replace(policy, '^.*\"%s\":', ''), '[^0-9].*$', ''), '') as integer)"
        .formatted(field);
  }

  /**
   * Counts over all bindings. Each reads the part of an index that breaks its condition.
   *
   * @param overdue what should have been looked at before is overdue
   */
  Totals totals(Instant now, Instant overdue) {
    long bindings = jdbc.sql(BINDINGS).query(Long.class).single();
    return jdbc.sql(TOTALS)
        .param("now", DatabaseTime.of(now))
        .param("overdue", DatabaseTime.of(overdue))
        .query((row, number) -> totals(row, bindings, now))
        .single();
  }

  private static Totals totals(ResultSet row, long bindings, Instant now) throws SQLException {
    return new Totals(
        bindings,
        row.getLong("without_version"),
        row.getLong("without_next_action"),
        row.getLong("not_served"),
        DatabaseTime.find(row, "worst").map(end -> end.equals(Instant.EPOCH) ? now : end));
  }

  /** Bindings of certificates without a version that has not expired, the longest expired first. */
  List<BindingId> withoutVersion(Instant now, int limit) {
    return bindings(WITHOUT_VERSION, now, limit);
  }

  /** Bindings of certificates that are not looked at in time, the most overdue first. */
  List<BindingId> withoutNextAction(Instant overdue, int limit) {
    return bindings(WITHOUT_NEXT_ACTION, overdue, limit);
  }

  private List<BindingId> bindings(String statement, Instant before, int limit) {
    return jdbc.sql(statement)
        .param("before", DatabaseTime.of(before))
        .param("limit", limit)
        .query((row, number) -> new BindingId(row.getString("id")))
        .list();
  }

  /** What is not served as published, what has nothing to serve, the rest; of each by its end. */
  List<BindingId> bound(int limit) {
    return jdbc.sql(BOUND)
        .param("limit", limit)
        .query((row, number) -> new BindingId(row.getString("id")))
        .list();
  }

  /** What is published and not served so, what ends first before all others. */
  List<BindingId> notServed(int limit) {
    return jdbc.sql(NOT_SERVED)
        .param("limit", limit)
        .query((row, number) -> new BindingId(row.getString("id")))
        .list();
  }

  /** Certificates that no server shall serve, by name. */
  List<CertificateId> unbound(int limit) {
    return jdbc.sql(UNBOUND)
        .param("limit", limit)
        .query((row, number) -> new CertificateId(row.getString("id")))
        .list();
  }

  /** Unexpired versions of which the CA said something, or that are current though revoked. */
  Worst<Revoked> revoked(Instant now, int limit) {
    return jdbc.sql(REVOKED_VERSIONS)
        .param("now", DatabaseTime.of(now))
        .param("limit", limit)
        .query(worst(OverviewRepository::revoked));
  }

  private static Revoked revoked(ResultSet row, int number) throws SQLException {
    return new Revoked(
        row.getString("id"),
        row.getString("name"),
        row.getString("sentence"),
        row.getInt("number"),
        RevocationReason.valueOf(row.getString("reason")),
        Optional.ofNullable(row.getString("problem")),
        row.getBoolean("stands"),
        row.getBoolean("in_use"));
  }

  /** Bindings at which a revoked version is still seen. */
  Worst<RevokedServed> revokedServed(Instant now, int limit) {
    return jdbc.sql(REVOKED_SERVED)
        .param("now", DatabaseTime.of(now))
        .param("limit", limit)
        .query(
            worst((row, number) ->
                new RevokedServed(
                    row.getString("id"),
                    row.getString("name"),
                    row.getInt("number"),
                    row.getString("probe_address"),
                    row.getInt("port"),
                    row.getString("server"))));
  }

  /**
   * Current versions that no issuer replaces and whose policy wants them replaced, by expiry: what
   * {@link io.perennial.policy.LifetimeAction#due} computes. The two numbers are cut from the
   * policy's JSON, which both databases can do only like this; few certificates are watched, and an
   * index finds them.
   */
  Worst<Watched> watched(Collection<IssuerId> nobody, Instant now, int limit) {
    return jdbc.sql(WATCHED)
        .param("issuers", nobody.stream().map(IssuerId::value).toList())
        .param("now", DatabaseTime.of(now))
        .param("limit", limit)
        .query(
            worst((row, number) ->
                new Watched(
                    row.getString("id"),
                    row.getString("name"),
                    row.getInt("number"),
                    DatabaseTime.get(row, "not_after"))));
  }

  /** Reads rows that each carry the total in their column of that name. */
  private static <T> ResultSetExtractor<Worst<T>> worst(RowMapper<T> mapper) {
    return rows -> {
      long total = 0;
      List<T> found = new ArrayList<>();
      while (rows.next()) {
        total = rows.getLong("total");
        found.add(mapper.mapRow(rows, found.size()));
      }
      return new Worst<>(total, found);
    };
  }

  /**
   * @param total how many there are
   * @param first the worst of them
   */
  record Worst<T>(long total, List<T> first) {}

  /**
   * @param withoutVersion certificates
   * @param withoutNextAction certificates
   * @param notServed bindings
   * @param worst when the first of them ends, as served or else as published
   */
  record Totals(
      long bindings,
      long withoutVersion,
      long withoutNextAction,
      long notServed,
      Optional<Instant> worst) {}

  /**
   * @param stands whether the CA has not refused it
   * @param inUse whether it is the current version
   */
  record Revoked(
      String certificate,
      String name,
      String plan,
      int version,
      RevocationReason reason,
      Optional<String> problem,
      boolean stands,
      boolean inUse) {}

  record RevokedServed(
      String certificate, String name, int version, String address, int port, String server) {}

  record Watched(String certificate, String name, int version, Instant notAfter) {}
}
