package io.perennial.certificate.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Pem;
import io.perennial.testing.Database;
import io.perennial.testing.Fixtures;
import io.perennial.testing.Store;
import io.perennial.testing.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.env.Environment;

@ParameterizedClass
@EnumSource(Database.class)
class IssuersOfChainsIT {

  @Parameter Database database;
  @TempDir Path folder;

  private final X509Certificate ca = certificate("ca.example.com");
  private Store store;
  private Certificates certificates;
  private Certificate certificate;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).open();
    certificates = store.bean(Certificates.class);
    certificate = new Fixtures(store).certificate("web");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatAllVersionsHaveInCommonIsKeptOnce() {
    List<List<X509Certificate>> chains =
        List.of(
            List.of(certificate("one.example.com"), ca),
            List.of(certificate("two.example.com"), ca),
            List.of(certificate("alone.example.com")),
            List.of(certificate("three.example.com"), certificate("intermediate"), ca));
    for (int number = 0; number < chains.size(); number++) {
      add(number, chains.get(number));
    }
    for (int number = 0; number < chains.size(); number++) {
      assertThat(chain(number)).isEqualTo(Pem.certificates(chains.get(number)));
    }
    assertThat(rows("select pem from issuing_chain"))
        .hasSize(2)
        .extracting(row -> row.get("pem"))
        .contains(Pem.certificates(List.of(ca)));
  }

  @Test
  void theMigrationTakesApartWhatWasThereBefore() throws IOException {
    add(0, List.of(certificate("one.example.com"), ca));
    add(1, List.of(certificate("two.example.com"), ca));
    add(2, List.of(certificate("alone.example.com")));
    List<String> before = List.of(chain(0), chain(1), chain(2));
    String read =
        "select version_id, pem, encode(issuers, 'hex') from certificate_chain order by 1";
    if (database == Database.H2) {
      read = read.replace("encode(issuers, 'hex')", "rawtohex(issuers)");
    }
    List<Map<String, Object>> rows = rows(read);
    for (int number = 0; number < before.size(); number++) {
      store
          .jdbc()
          .sql("update certificate_chain set pem = :pem, issuers = null where version_id = :id")
          .param("pem", before.get(number))
          .param("id", id(number).value())
          .update();
    }
    store.jdbc().sql("delete from issuing_chain").update();

    for (String statement : statements()) {
      store.jdbc().sql(statement).update();
    }

    assertThat(List.of(chain(0), chain(1), chain(2))).isEqualTo(before);
    assertThat(rows(read)).isEqualTo(rows);
    assertThat(rows("select pem from issuing_chain")).hasSize(1);
  }

  /** What the migration does to rows. */
  private List<String> statements() throws IOException {
    try (InputStream in =
        Certificates.class.getResourceAsStream("/db/migration/common/V13__issuers_of_chains.sql")) {
      String migration = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String hash =
          store
              .bean(Environment.class)
              .getRequiredProperty("spring.flyway.placeholders.sha256_of_pem");
      return List.of(
          migration
              .substring(migration.indexOf("insert into issuing_chain"))
              .replace("${sha256_of_pem}", hash)
              .strip()
              .split(";"));
    }
  }

  private void add(int number, List<X509Certificate> chain) {
    certificates.add(
        Fixtures.SYSTEM,
        certificate.id(),
        new Certificates.NewVersion(id(number), certificate.issuer(), 1, false),
        chain);
  }

  private String chain(int number) {
    return certificates.chain(Fixtures.SYSTEM, id(number));
  }

  private List<Map<String, Object>> rows(String sql) {
    return store.jdbc().sql(sql).query().listOfRows();
  }

  private static VersionId id(int number) {
    return new VersionId("%032x".formatted(number));
  }

  private static X509Certificate certificate(String name) {
    return TestCertificates.of(name, Instant.EPOCH, Duration.ofDays(90));
  }
}
