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

  private static final String BOUND =
      """
       from binding b join certificate c on c.id = b.certificate_id
         left join certificate_version v on v.id = c.current_version
      """;
  private static final String WITHOUT_VERSION = "(v.id is null or v.not_after <= :now)";
  private static final String WITHOUT_NEXT_ACTION =
      """
      (not c.enabled or c.next_action_at < :overdue
        or (c.deadline is not null and c.next_action_at > c.deadline))
      """;
  private static final String SERVED =
      """
      (v.id is not null and b.served_fingerprint is not null
        and b.served_fingerprint = v.fingerprint and b.probe_problem is null)
      """;

  private static final String REVOKED =
      """
       from revocation r join certificate_version v on v.id = r.version_id
         join certificate c on c.id = r.certificate_id
      """;
  private static final String STANDS = "(r.next_step_at is not null or r.revoked_at is not null)";
  private static final String CURRENT = "(" + STANDS + " and c.current_version = v.id)";

  private final JdbcClient jdbc;

  OverviewRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Counts over all bindings.
   *
   * @param overdue what should have been looked at before is overdue
   */
  Totals totals(Instant now, Instant overdue) {
    return jdbc.sql(
            "select count(*) as bindings, count(distinct case when "
                + WITHOUT_VERSION
                + " then c.id end) as without_version, count(distinct case when "
                + WITHOUT_NEXT_ACTION
                + " then c.id end) as without_next_action, count(case when v.id is not null and not "
                + SERVED
                + " then 1 end) as not_served,"
                + " min(coalesce(b.served_not_after, v.not_after, :now)) as worst"
                + BOUND)
        .param("now", DatabaseTime.of(now))
        .param("overdue", DatabaseTime.of(overdue))
        .query(OverviewRepository::totals)
        .single();
  }

  private static Totals totals(ResultSet row, int number) throws SQLException {
    return new Totals(
        row.getLong("bindings"),
        row.getLong("without_version"),
        row.getLong("without_next_action"),
        row.getLong("not_served"),
        DatabaseTime.find(row, "worst"));
  }

  /** Bindings that break a condition, the gravest first. */
  List<BindingId> faulty(Instant now, Instant overdue, int limit) {
    return jdbc.sql(
            "select b.id"
                + BOUND
                + "where "
                + WITHOUT_VERSION
                + " or "
                + WITHOUT_NEXT_ACTION
                + " or not "
                + SERVED
                + " order by case when "
                + WITHOUT_VERSION
                + " then 0 when "
                + WITHOUT_NEXT_ACTION
                + " then 1 else 2 end, c.name, b.id limit :limit")
        .param("now", DatabaseTime.of(now))
        .param("overdue", DatabaseTime.of(overdue))
        .param("limit", limit)
        .query((row, number) -> new BindingId(row.getString("id")))
        .list();
  }

  /** What is not served as published first, then by the certificate's name. */
  List<BindingId> bound(int limit) {
    return jdbc.sql(
            "select b.id"
                + BOUND
                + "order by case when "
                + SERVED
                + " then 1 else 0 end, c.name, b.id limit :limit")
        .param("limit", limit)
        .query((row, number) -> new BindingId(row.getString("id")))
        .list();
  }

  /** Certificates that no server shall serve, by name. */
  List<CertificateId> unbound(int limit) {
    return jdbc.sql(
            """
            select c.id from certificate c
            where not exists (select 1 from binding b where b.certificate_id = c.id)
            order by c.name, c.id limit :limit
            """)
        .param("limit", limit)
        .query((row, number) -> new CertificateId(row.getString("id")))
        .list();
  }

  /** Unexpired versions of which the CA said something, or that are current though revoked. */
  Worst<Revoked> revoked(Instant now, int limit) {
    return jdbc.sql(
            "select c.id, c.name, c.sentence, v.number, r.reason, r.problem, "
                + STANDS
                + " as stands, "
                + CURRENT
                + " as in_use, sum(case when r.problem is not null and "
                + CURRENT
                + " then 2 else 1 end) over () as total"
                + REVOKED
                + "where v.not_after > :now and (r.problem is not null or "
                + CURRENT
                + ") order by r.requested_at, v.id limit :limit")
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
    return jdbc.sql(
            "select c.id, c.name, v.number, b.probe_address, b.port, s.name as server, count(*) over () as total"
                + revokedServed()
                + " order by r.requested_at, b.id limit :limit")
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

  private static String revokedServed() {
    return REVOKED
        + "join binding b on b.served_fingerprint = v.fingerprint"
        + " join consumer s on s.id = b.consumer_id where v.not_after > :now and "
        + STANDS;
  }

  /**
   * Current versions that no issuer replaces and whose policy wants them replaced, by expiry: what
   * {@link io.perennial.policy.LifetimeAction#due} computes. The two numbers are cut from the
   * policy's JSON, which both databases can do only like this; few certificates are watched, and an
   * index finds them.
   */
  Worst<Watched> watched(Collection<IssuerId> nobody, Instant now, int limit) {
    return jdbc.sql(
            """
            select c.id, c.name, v.number, v.not_after, count(*) over () as total
            from (
              select id, name, current_version,
                %s as percentage, %s as days
              from certificate where issuer_id in (:issuers)) c
            join (
              select id, number, not_after, extract(epoch from not_before) as begins,
                extract(epoch from not_after) as ends
              from certificate_version) v on v.id = c.current_version
            where case when c.days is not null
                then greatest(v.ends - c.days * 86400, (v.begins + v.ends) / 2)
                else v.begins + (v.ends - v.begins) * coalesce(c.percentage, 66) / 100 end
              <= extract(epoch from cast(:now as timestamp with time zone))
            order by v.not_after, c.name limit :limit
            """
                .formatted(number("lifetimePercentage"), number("daysBeforeExpiry")))
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

  private static String number(String field) {
    return "cast(nullif(regexp_replace(regexp_replace(policy, '^.*\"%s\":', ''), '[^0-9].*$', ''), '') as integer)"
        .formatted(field);
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
