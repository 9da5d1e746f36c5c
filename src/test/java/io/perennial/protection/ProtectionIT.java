package io.perennial.protection;

import static io.perennial.testing.RunningServer.SYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.NewCertificate;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Pem;
import io.perennial.policy.CertificatePolicy;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import io.perennial.vault.Vaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class ProtectionIT {

  @TempDir Path folder;

  @Test
  void refusesAtOnceWhatAnAcmeCaWouldRefuse() {
    try (RunningServer server = RunningServer.in(folder).start()) {
      Issuer issuer = unreachable(server);

      assertRefused(server, "*.example.org", "", "This issuer cannot give *.example.org;");
      assertRefused(server, "www.example.org", "P47D", "leave the validity blank.");

      JdbcClient database = server.bean(JdbcClient.class);
      String id = issuer.id().value();
      assertThat(count(database, "certificate where issuer_id = ?", id)).isZero();
      assertThat(count(database, "issuance_order where issuer_id = ?", id)).isZero();
      assertThat(count(database, "private_key where id like ?", id + "%"))
          .as("account keys, made though nothing was ordered")
          .isZero();
    }
  }

  @Test
  void refusesAnOrderWithoutAWishBeforeItsCaHearsOfIt() {
    try (RunningServer server = RunningServer.in(folder).start()) {
      Issuer issuer = unreachable(server);
      CertificatePolicy policy =
          new CertificatePolicy(
              List.of(new Identifier.Dns("www.example.org")),
              KeyType.P_256,
              Optional.of(Duration.ofDays(47)),
              Optional.empty(),
              CertificatePolicy.TWO_THIRDS);
      server
          .bean(Certificates.class)
          .create(
              SYSTEM,
              new NewCertificate(
                  server.bean(Vaults.class).first().id(),
                  new ObjectName("timed"),
                  issuer.id(),
                  policy,
                  Map.of()));

      JdbcClient database = server.bean(JdbcClient.class);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(
                      database
                          .sql("select state, problem from issuance_order where issuer_id = ?")
                          .param(issuer.id().value())
                          .query()
                          .listOfRows())
                  .singleElement()
                  .satisfies(order -> assertThat(order).containsEntry("state", "REFUSED"))
                  .extracting("problem")
                  .asString()
                  .contains("leave the validity blank."));
    }
  }

  @Test
  void importsForAnIssuerOnlyWhatItMayName() {
    try (RunningServer server = RunningServer.in(folder).start()) {
      server
          .bean(Issuers.class)
          .create(
              SYSTEM,
              new ObjectName("limited"),
              "private-ca",
              Map.of("allowed-names", "*.limited.test"));
      assertThatThrownBy(() -> bring(server, "www.other.test", "limited"))
          .isInstanceOf(Refusal.class)
          .hasMessageStartingWith("The issuer limited may not certify www.other.test: it is");
      assertThat(bring(server, "www.limited.test", "limited").name().value())
          .isEqualTo("www-limited-test");
      assertThat(bring(server, "www.other.test", "").name().value())
          .as("watched only: nobody issues it")
          .isEqualTo("www-other-test");
    }
  }

  private static Certificate bring(RunningServer server, String host, String issuer) {
    KeyPair pair = TestKeys.fresh(KeyType.P_256);
    Instant now = server.bean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS);
    X509Certificate made = TestCertificates.of(host, now, Duration.ofDays(90), pair);
    byte[] file =
        Pem.bundle(
            pair.getPrivate().getEncoded(),
            Pem.certificates(List.of(made)).getBytes(StandardCharsets.US_ASCII));
    return server
        .bean(Imports.class)
        .bring(SYSTEM, new Import("", List.of(file), new char[0], issuer));
  }

  /** Nobody listens there: what is offline needs nobody. */
  private static Issuer unreachable(RunningServer server) {
    return server
        .bean(Issuers.class)
        .create(
            SYSTEM,
            new ObjectName("somewhere"),
            "acme",
            Map.of("directory", "https://127.0.0.1:1/directory"));
  }

  private static void assertRefused(
      RunningServer server, String domains, String validity, String sentence) {
    Wish wish = new Wish(domains, "", "somewhere", "", validity, "", "", List.of());
    assertThatThrownBy(() -> server.bean(Protection.class).protect(SYSTEM, wish))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.INVALID))
        .hasMessageContaining(sentence);
  }

  private static int count(JdbcClient database, String what, String parameter) {
    return database
        .sql("select count(*) from " + what)
        .param(parameter)
        .query(Integer.class)
        .single();
  }
}
