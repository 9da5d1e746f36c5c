package io.perennial.certificate.internal;

import io.perennial.certificate.Version;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.DatabaseTime;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Fingerprint;
import io.perennial.pki.Identifiers;
import io.perennial.pki.Pem;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Versions, and their chains in tables of their own, in which a CA's part is kept once. */
@Repository
class VersionRepository {

  static final String SELECT =
      """
      select id, known_as, certificate_id, number, issuer_id, policy_revision, names, serial, fingerprint,
             not_before, not_after, issued_at, attended
      from certificate_version
      """;

  private final JdbcClient jdbc;

  VersionRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param chain end entity first
   */
  void insert(Version version, List<X509Certificate> chain) {
    jdbc.sql(
            """
            insert into certificate_version (id, known_as, certificate_id, number, issuer_id,
              policy_revision, names, serial, fingerprint, not_before, not_after,
              issued_at, attended)
            values (:id, :knownAs, :certificate, :number, :issuer, :policyRevision, :names,
              :serial, :fingerprint, :notBefore, :notAfter, :issued, :attended)
            """)
        .param("id", version.id().value())
        .param("knownAs", version.restored() ? version.knownAs().value() : null, Types.VARCHAR)
        .param("certificate", version.certificate().value())
        .param("number", version.number())
        .param("issuer", version.issuer().value())
        .param("policyRevision", version.policyRevision())
        .param("names", Identifiers.key(version.identifiers()))
        .param("serial", version.serial())
        .param("fingerprint", version.fingerprint().value())
        .param("notBefore", DatabaseTime.of(version.notBefore()))
        .param("notAfter", DatabaseTime.of(version.notAfter()))
        .param("issued", DatabaseTime.of(version.issuedAt()))
        .param("attended", version.attended())
        .update();
    jdbc.sql(
            """
            insert into certificate_chain (version_id, pem, issuers) values (:id, :pem, :issuers)
            """)
        .param("id", version.id().value())
        .param("pem", Pem.certificates(chain.subList(0, 1)))
        .param("issuers", issuers(Pem.certificates(chain.subList(1, chain.size()))))
        .update();
  }

  /** Where these are kept; null if there are none. */
  private byte @Nullable [] issuers(String pem) {
    if (pem.isEmpty()) {
      return null;
    }
    byte[] hash =
        HexFormat.of().parseHex(Fingerprint.of(pem.getBytes(StandardCharsets.US_ASCII)).value());
    jdbc.sql("insert into issuing_chain (hash, pem) values (:hash, :pem) on conflict do nothing")
        .param("hash", hash)
        .param("pem", pem)
        .update();
    return hash;
  }

  int highestNumber(CertificateId certificate) {
    return jdbc.sql(
            """
            select coalesce(max(number), 0) from certificate_version
            where certificate_id = :certificate
            """)
        .param("certificate", certificate.value())
        .query(Integer.class)
        .single();
  }

  Optional<Version> find(VersionId id) {
    return jdbc.sql(SELECT + "where id = :id")
        .param("id", id.value())
        .query(VersionRepository::map)
        .optional();
  }

  /** One that was restored, by the id that it had before. */
  Optional<Version> restored(CertificateId certificate, VersionId knownAs) {
    return jdbc.sql(SELECT + "where known_as = :known and certificate_id = :certificate")
        .param("known", knownAs.value())
        .param("certificate", certificate.value())
        .query(VersionRepository::map)
        .optional();
  }

  List<Version> newestFirst(CertificateId certificate) {
    return jdbc.sql(SELECT + "where certificate_id = :certificate order by number desc")
        .param("certificate", certificate.value())
        .query(VersionRepository::map)
        .list();
  }

  Optional<String> chain(VersionId id) {
    return jdbc.sql(
            """
            select c.pem || coalesce(i.pem, '') from certificate_chain c
            left join issuing_chain i on i.hash = c.issuers
            where c.version_id = :id
            """)
        .param("id", id.value())
        .query(String.class)
        .optional();
  }

  static Version map(ResultSet row, int number) throws SQLException {
    return map(row, "");
  }

  /**
   * @param prefix of the columns' names
   */
  static Version map(ResultSet row, String prefix) throws SQLException {
    VersionId id = new VersionId(row.getString(prefix + "id"));
    return new Version(
        id,
        Optional.ofNullable(row.getString(prefix + "known_as")).map(VersionId::new).orElse(id),
        new CertificateId(row.getString(prefix + "certificate_id")),
        row.getInt(prefix + "number"),
        new IssuerId(row.getString(prefix + "issuer_id")),
        row.getLong(prefix + "policy_revision"),
        Arrays.stream(row.getString(prefix + "names").split(",")).map(Identifiers::parse).toList(),
        row.getString(prefix + "serial"),
        new Fingerprint(row.getString(prefix + "fingerprint")),
        DatabaseTime.get(row, prefix + "not_before"),
        DatabaseTime.get(row, prefix + "not_after"),
        DatabaseTime.get(row, prefix + "issued_at"),
        row.getBoolean(prefix + "attended"));
  }
}
