package io.perennial.publication.internal;

import io.perennial.certificate.Version;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Identifiers;
import io.perennial.publication.Binding;
import io.perennial.publication.Binding.Installed;
import io.perennial.publication.Binding.Served;
import io.perennial.publication.Report;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Bindings. */
@Repository
class BindingRepository {

  static final String SELECT =
      """
      select id, consumer_id, certificate_id, hosts, probe_address, port, installed_version,
             installed_fingerprint, installed_at, report_outcome, report_reason,
             served_fingerprint, served_not_after, served_at, probe_problem, revision
      from binding
      """;

  private final JdbcClient jdbc;

  BindingRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param published the certificate's current version
   */
  void insert(Binding binding, Optional<Version> published, Instant now) {
    jdbc.sql(
            """
            insert into binding (id, consumer_id, certificate_id, hosts, probe_address, port,
              published_fingerprint, published_not_after, next_probe_at, created_at)
            values (:id, :consumer, :certificate, :hosts, :address, :port, :fingerprint, :end, :now,
              :now)
            """)
        .param("id", binding.id().value())
        .param("consumer", binding.consumer().value())
        .param("certificate", binding.certificate().value())
        .param("hosts", Identifiers.key(binding.hosts()))
        .param("address", binding.address())
        .param("port", binding.port())
        .param("fingerprint", published.map(one -> one.fingerprint().value()).orElse(null))
        .param("end", DatabaseTime.of(published.map(Version::notAfter).orElse(null)))
        .param("now", DatabaseTime.of(now))
        .update();
  }

  void delete(BindingId id) {
    jdbc.sql("delete from publication where binding_id = :id").param("id", id.value()).update();
    jdbc.sql("delete from binding where id = :id").param("id", id.value()).update();
  }

  Optional<Binding> find(BindingId id) {
    return jdbc.sql(SELECT + "where id = :id")
        .param("id", id.value())
        .query(BindingRepository::map)
        .optional();
  }

  List<Binding> list() {
    return jdbc.sql(SELECT + "order by hosts, id").query(BindingRepository::map).list();
  }

  List<Binding> of(CertificateId certificate) {
    return jdbc.sql(SELECT + "where certificate_id = :certificate order by hosts, id")
        .param("certificate", certificate.value())
        .query(BindingRepository::map)
        .list();
  }

  List<Binding> of(ConsumerId consumer) {
    return jdbc.sql(SELECT + "where consumer_id = :consumer order by hosts, id")
        .param("consumer", consumer.value())
        .query(BindingRepository::map)
        .list();
  }

  void installed(BindingId id, VersionId version, String fingerprint, Instant now) {
    jdbc.sql(
            """
            update binding set installed_version = :version, installed_fingerprint = :fingerprint,
              installed_at = :now, revision = revision + 1
            where id = :id
            """)
        .param("version", version.value())
        .param("fingerprint", fingerprint)
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  void reported(BindingId id, Report report, Instant now) {
    jdbc.sql(
            """
            update binding set report_outcome = :outcome, report_reason = :reason,
              reported_at = :now, revision = revision + 1
            where id = :id
            """)
        .param("outcome", report.outcome().name())
        .param("reason", report.reason().orElse(null))
        .param("now", DatabaseTime.of(now))
        .param("id", id.value())
        .update();
  }

  void served(BindingId id, Served served) {
    jdbc.sql(
            """
            update binding set served_fingerprint = :fingerprint, served_not_after = :notAfter,
              served_at = :at, probe_problem = :problem, revision = revision + 1
            where id = :id
            """)
        .param("fingerprint", served.fingerprint().orElse(null))
        .param("notAfter", DatabaseTime.of(served.notAfter().orElse(null)))
        .param("at", DatabaseTime.of(served.at().orElse(null)))
        .param("problem", served.problem().orElse(null))
        .param("id", id.value())
        .update();
  }

  /** Another version of its certificate became current. */
  void published(BindingId id, Version version) {
    jdbc.sql(
            """
            update binding set published_fingerprint = :fingerprint, published_not_after = :end,
              revision = revision + 1
            where id = :id
            """)
        .param("fingerprint", version.fingerprint().value())
        .param("end", DatabaseTime.of(version.notAfter()))
        .param("id", id.value())
        .update();
  }

  /** An update locks the row alike on both databases. */
  void touch(BindingId id) {
    jdbc.sql("update binding set revision = revision + 1 where id = :id")
        .param("id", id.value())
        .update();
  }

  long revision(BindingId id) {
    return jdbc.sql("select revision from binding where id = :id")
        .param("id", id.value())
        .query(Long.class)
        .single();
  }

  static Binding map(ResultSet row, int number) throws SQLException {
    return new Binding(
        new BindingId(row.getString("id")),
        new ConsumerId(row.getString("consumer_id")),
        new CertificateId(row.getString("certificate_id")),
        Arrays.stream(row.getString("hosts").split(",")).map(Identifiers::parse).toList(),
        row.getString("probe_address"),
        row.getInt("port"),
        new Installed(
            Optional.ofNullable(row.getString("installed_version")).map(VersionId::new),
            Optional.ofNullable(row.getString("installed_fingerprint")),
            DatabaseTime.find(row, "installed_at"),
            Optional.ofNullable(row.getString("report_outcome")).map(Report.Outcome::valueOf),
            Optional.ofNullable(row.getString("report_reason"))),
        new Served(
            Optional.ofNullable(row.getString("served_fingerprint")),
            DatabaseTime.find(row, "served_not_after"),
            DatabaseTime.find(row, "served_at"),
            Optional.ofNullable(row.getString("probe_problem"))));
  }
}
