package io.perennial.certificate.internal;

import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.VaultId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Many certificates, each with its current version, in one statement. */
@Repository
class CertificatePageRepository {

  /** Both databases take so many parameters, and plan the statement once for it. */
  private static final int BATCH = 500;

  static final String SELECT =
      """
      select c.id, c.vault_id, c.name, c.issuer_id, c.policy, c.policy_revision, c.due_revision,
             c.secret_form, c.tags, c.enabled,
             c.current_version, c.next_action_at, c.deadline, c.sentence, c.failures, c.attended,
             c.revision, c.created_at, c.updated_at, c.deleted_at, c.purge_at,
             v.id as v_id, v.known_as as v_known_as, v.certificate_id as v_certificate_id, v.number as v_number,
             v.issuer_id as v_issuer_id, v.policy_revision as v_policy_revision,
             v.names as v_names, v.serial as v_serial, v.fingerprint as v_fingerprint,
             v.not_before as v_not_before, v.not_after as v_not_after,
             v.issued_at as v_issued_at, v.attended as v_attended
      from certificate c left join certificate_version v on v.id = c.current_version
      """;

  private final JdbcClient jdbc;

  CertificatePageRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<Listed> page(CertificateFilter filter, String afterName, int limit, Instant now) {
    return jdbc.sql(statement(filter))
        .param("vault", filter.vault().value())
        .param("after", afterName)
        .param("text", filter.text().map(CertificatePageRepository::pattern).orElse(""))
        .param("issuer", filter.issuer().map(issuer -> issuer.value()).orElse(""))
        .param("now", DatabaseTime.of(now))
        .param("before", DatabaseTime.of(filter.expiringBefore().orElse(now)))
        .param("limit", limit)
        .query(CertificatePageRepository::map)
        .list();
  }

  /** Only what is asked for stands in the statement, so that each is planned for itself. */
  static String statement(CertificateFilter filter) {
    StringBuilder where =
        new StringBuilder(
            "where c.vault_id = :vault and c.name > :after and c.deleted_at is null\n");
    if (filter.text().isPresent()) {
      where.append("and (c.name like :text escape '!' or c.domains like :text escape '!')\n");
    }
    if (filter.issuer().isPresent()) {
      where.append("and c.issuer_id = :issuer\n");
    }
    if (filter.attention()) {
      where.append(
          """
          and (c.failures > 0 or not c.enabled or c.next_action_at > c.deadline
            or (c.ends_at <= :now and c.current_version is not null))
          """);
    }
    if (filter.expiringBefore().isPresent()) {
      where.append("and c.ends_at < :before and c.current_version is not null\n");
    }
    // The vault is one; naming it lets H2, too, read in the index's order instead of sorting.
    return SELECT + where + "order by c.vault_id, c.name limit :limit";
  }

  private static String pattern(String text) {
    return "%" + text.replaceAll("[!%_]", "!$0") + "%";
  }

  Optional<Listed> find(CertificateId id) {
    return jdbc.sql(SELECT + "where c.id = :id and c.deleted_at is null")
        .param("id", id.value())
        .query(CertificatePageRepository::map)
        .optional();
  }

  List<Listed> all(Collection<CertificateId> ids) {
    List<Listed> found = new ArrayList<>();
    for (List<String> batch : batches(ids.stream().map(CertificateId::value).toList())) {
      found.addAll(
          jdbc.sql(SELECT + "where c.id in (:ids) and c.deleted_at is null")
              .param("ids", batch)
              .query(CertificatePageRepository::map)
              .list());
    }
    return found;
  }

  List<Listed> bound(VaultId vault, int limit) {
    return jdbc.sql(
            SELECT
                + """
                where c.vault_id = :vault and c.bindings > 0 and c.deleted_at is null
                order by c.vault_id, c.name limit :limit
                """)
        .param("vault", vault.value())
        .param("limit", limit)
        .query(CertificatePageRepository::map)
        .list();
  }

  int count(VaultId vault, int most) {
    return jdbc.sql(
            """
            select count(*) from (
              select id from certificate where vault_id = :vault and deleted_at is null limit :most
            ) as counted
            """)
        .param("vault", vault.value())
        .param("most", most)
        .query(Integer.class)
        .single();
  }

  List<Version> versions(Collection<VersionId> ids) {
    List<Version> found = new ArrayList<>();
    for (List<String> batch : batches(ids.stream().map(VersionId::value).toList())) {
      found.addAll(
          jdbc.sql(VersionRepository.SELECT + "where id in (:ids)")
              .param("ids", batch)
              .query(VersionRepository::map)
              .list());
    }
    return found;
  }

  List<Version> shown(Collection<Fingerprint> fingerprints) {
    List<Version> found = new ArrayList<>();
    for (List<String> batch : batches(fingerprints.stream().map(Fingerprint::value).toList())) {
      found.addAll(
          jdbc.sql(VersionRepository.SELECT + "where fingerprint in (:fingerprints)")
              .param("fingerprints", batch)
              .query(VersionRepository::map)
              .list());
    }
    return found;
  }

  List<Version> versions(CertificateId certificate, int beforeNumber, int limit) {
    return jdbc.sql(
            VersionRepository.SELECT
                + """
                where certificate_id = :certificate and number < :before
                order by number desc limit :limit
                """)
        .param("certificate", certificate.value())
        .param("before", beforeNumber)
        .param("limit", limit)
        .query(VersionRepository::map)
        .list();
  }

  private static List<List<String>> batches(List<String> ids) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      batches.add(ids.subList(from, Math.min(ids.size(), from + BATCH)));
    }
    return batches;
  }

  static Listed map(ResultSet row, int number) throws SQLException {
    boolean issued = row.getString("v_id") != null;
    return new Listed(
        CertificateRepository.map(row, number),
        issued ? Optional.of(VersionRepository.map(row, "v_")) : Optional.empty(),
        row.getLong("revision"));
  }
}
