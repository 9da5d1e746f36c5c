package io.perennial.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.connector.KeyType;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.key.Keys;
import io.perennial.overview.Overview;
import io.perennial.overview.Overviews;
import io.perennial.pki.Pem;
import io.perennial.protection.Import;
import io.perennial.protection.Imports;
import io.perennial.renewal.Renewal;
import io.perennial.revocation.Revocations;
import io.perennial.testing.RunningServer;
import io.perennial.testing.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of certificates that were made elsewhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportIT {

  private static final Duration LIFE = Duration.ofDays(90);

  private SimulatedServer server;
  private String name;
  private int number;

  @BeforeAll
  void start(@TempDir Path folder) {
    SimulatedTime.CLOCK.set(SimulatedTime.START);
    server = SimulatedServer.start(folder).settle();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void choose() {
    name = "imported-" + ++number;
  }

  private X509Certificate made(String host, KeyPair pair, Duration life) {
    return TestCertificates.of(host, server.now().truncatedTo(ChronoUnit.SECONDS), life, pair);
  }

  private Certificate bring(String issuer, X509Certificate certificate, KeyPair pair) {
    byte[] file =
        Pem.bundle(
            pair.getPrivate().getEncoded(),
            Pem.certificates(List.of(certificate)).getBytes(StandardCharsets.US_ASCII));
    Certificate brought =
        server
            .bean(Imports.class)
            .bring(RunningServer.SYSTEM, new Import(name, List.of(file), new char[0], issuer));
    server.settle();
    return brought;
  }

  private String refusal(String issuer, X509Certificate certificate, KeyPair pair) {
    return catchThrowableOfType(Refusal.class, () -> bring(issuer, certificate, pair)).sentence();
  }

  private CertificateId bring(KeyPair pair) {
    return bring("", made(name + ".example.com", pair, LIFE), pair).id();
  }

  private static KeyPair fresh() {
    return TestKeys.fresh(KeyType.P_256);
  }

  private List<String> needs(CertificateId id) {
    return server.bean(Overviews.class).now(RunningServer.SYSTEM).needs().stream()
        .filter(need -> need.certificate().equals(Optional.of(id.value())))
        .filter(need -> need.clause() == Overview.Clause.WATCHED)
        .map(Overview.Need::sentence)
        .toList();
  }

  @Test
  void keepsTheKeyAndTheChain() {
    KeyPair pair = fresh();
    CertificateId id = bring(pair);

    Version version = server.versions(id).getFirst();
    try (SecretBytes key =
        server
            .bean(Keys.class)
            .reveal(RunningServer.SYSTEM, server.certificate(id).scope(), version.id(), "a test")) {
      assertThat(key.reveal()).isEqualTo(pair.getPrivate().getEncoded());
    }
    assertThat(server.certificate(id).policy().identifiers())
        .extracting(one -> one.value())
        .containsExactly(name + ".example.com");
    assertThat(server.certificate(id).policy().keyType()).isEqualTo(KeyType.P_256);
    assertThat(
            server
                .sql()
                .sql(
                    "select count(*) from audit_entry where action = 'key.import' and subject = :id")
                .param("id", version.id().value())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void watchesWhatNobodyRenewsAndNeverReplacesIt() {
    CertificateId id = bring(fresh());
    Version first = server.versions(id).getFirst();
    assertThat(server.certificate(id).plan().nextActionAt())
        .isEqualTo(first.notAfter().minus(Duration.ofDays(30)));
    assertThat(server.certificate(id).plan().sentence())
        .startsWith("It was imported, so nothing renews it. Version 1 expires on");
    assertThat(needs(id)).isEmpty();

    server.advanceTo(first.notAfter().minus(Duration.ofDays(30)).plusSeconds(60));
    assertThat(needs(id))
        .containsExactly(
            "Version 1 was imported and expires on %s; nothing renews it. Import its successor."
                .formatted(first.notAfter()));
    server.advanceTo(first.notAfter().plusSeconds(60));
    assertThat(needs(id)).first().asString().contains("expired on");
    assertThat(server.orders(id)).isEmpty();
    assertThat(server.versions(id)).hasSize(1);
    assertThat(
            catchThrowableOfType(
                    Refusal.class,
                    () -> server.bean(Renewal.class).renewNow(RunningServer.SYSTEM, id))
                .sentence())
        .contains("Import its successor.");

    CertificateId successor = bring(fresh());

    assertThat(successor).isEqualTo(id);
    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.orders(id)).isEmpty();
    assertThat(needs(id)).isEmpty();
  }

  @Test
  void renewsFromTheNamedIssuerWhenItFallsDue() {
    SimulatedCa ca = SimulatedCa.create(name, SimulatedTime.CLOCK);
    Issuer issuer = server.issuer(name);
    KeyPair pair = fresh();
    CertificateId id = bring(name, made(name + ".example.com", pair, LIFE), pair).id();
    Version imported = server.versions(id).getFirst();
    assertThat(ca.issued()).isEmpty();
    assertThat(server.certificate(id).plan().sentence()).contains("It renews at 66 %");

    server.advanceTo(imported.notBefore().plus(Duration.ofDays(60)));

    assertThat(ca.issued()).hasSize(1);
    assertThat(server.versions(id)).hasSize(2);
    assertThat(server.versions(id).getFirst().issuer()).isEqualTo(issuer.id());
    assertThat(needs(id)).isEmpty();
    assertThat(refusal("", made(name + ".example.com", pair, LIFE), pair))
        .contains("its issuer renews it");
  }

  @Test
  void handsAWatchedOneOverToAnIssuer() {
    SimulatedCa ca = SimulatedCa.create(name, SimulatedTime.CLOCK);
    server.issuer(name);
    CertificateId id = bring(fresh());
    KeyPair pair = fresh();
    bring(name, made(name + ".example.com", pair, LIFE), pair);

    assertThat(server.versions(id)).hasSize(2);
    assertThat(ca.issued()).isEmpty();
    server.advance(Duration.ofDays(61));
    assertThat(ca.issued()).hasSize(1);
  }

  @Test
  void refusesWhatServersCouldNotUse() {
    KeyPair pair = fresh();
    X509Certificate expired =
        TestCertificates.of(
            "x.example.com",
            server.now().minus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS),
            Duration.ofDays(8),
            pair);
    assertThat(refusal("", expired, pair))
        .startsWith("The certificate has already expired, on")
        .endsWith("Import a certificate that servers can use now.");
    assertThat(refusal("nobody", made("x.example.com", pair, LIFE), pair))
        .startsWith("There is no issuer 'nobody'");
    assertThat(refusal("", made("UPPER_case..example.com", pair, LIFE), pair)).isNotBlank();
    assertThat(refusal("unknown", made("x.example.com", fresh(), LIFE), pair))
        .startsWith("The private key belongs to none of the certificates.");
  }

  @Test
  void refusesToImportTheSameTwice() {
    KeyPair pair = fresh();
    X509Certificate certificate = made(name + ".example.com", pair, LIFE);
    bring("", certificate, pair);
    assertThat(refusal("", certificate, pair))
        .isEqualTo("This certificate is here already, as version 1 of %s.".formatted(name));
  }

  @Test
  void orderingFromTheUnknownIssuerIsRefusedAndItIsNeverPreferred() {
    String unknown =
        server.bean(Issuers.class).list(RunningServer.SYSTEM).stream()
            .filter(issuer -> !server.bean(Issuers.class).issuing(issuer))
            .findFirst()
            .orElseThrow()
            .name()
            .value();
    assertThat(
            catchThrowableOfType(Refusal.class, () -> server.protect(unknown, "wished.example.com"))
                .sentence())
        .contains("so it issues nothing");
    assertThat(
            server
                .bean(io.perennial.protection.Protection.class)
                .preferredIssuer(RunningServer.SYSTEM)
                .orElseThrow()
                .name()
                .value())
        .isNotEqualTo(unknown);
  }

  @Test
  void sendsWhoWantsToRevokeToTheCaThatIssuedIt() {
    CertificateId id = bring(fresh());
    assertThat(
            catchThrowableOfType(
                    Refusal.class,
                    () ->
                        server
                            .bean(Revocations.class)
                            .revoke(
                                RunningServer.SYSTEM,
                                server.versions(id).getFirst().id(),
                                RevocationReason.SUPERSEDED))
                .sentence())
        .startsWith("Version 1 was imported, so its CA is not known here.");
  }
}
