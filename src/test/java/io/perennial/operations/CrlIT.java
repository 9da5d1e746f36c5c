package io.perennial.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.TrustSource;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ObjectName;
import io.perennial.pki.Pem;
import io.perennial.protection.Protection;
import io.perennial.protection.Wish;
import io.perennial.revocation.Revocations;
import io.perennial.testing.Database;
import io.perennial.testing.Program;
import io.perennial.testing.RunningServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client finds that follows the address in a certificate of the private CA. */
class CrlIT {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Database.class)
  void clientsThatCheckRefuseWhatWasRevoked(Database database) throws Exception {
    try (RunningServer server = RunningServer.in(folder).on(database).start().awaitReady();
        HttpClient http = HttpClient.newHttpClient()) {
      Version bad = issue(server, "bad.example.test");
      Version good = issue(server, "good.example.test");
      Files.writeString(folder.resolve("root.pem"), Pem.certificates(trust(server).roots()));
      URI address = URI.create(address(chain(server, bad)));
      assertThat(address.getPort()).isEqualTo(server.plainPort());

      HttpResponse<byte[]> first = get(http, address);
      assertThat(first.statusCode()).isEqualTo(200);
      assertThat(first.headers().firstValue("Content-Type")).contains("application/pkix-crl");
      assertThat(first.headers().firstValue("Cache-Control")).contains("max-age=300, public");
      assertThat(first.headers().firstValue("Last-Modified")).isPresent();
      assertThat(get(http, address).body()).isEqualTo(first.body());
      assertThat(verify(server, bad, first.body()).status()).isZero();

      server
          .bean(Revocations.class)
          .revoke(RunningServer.SYSTEM, bad.id(), RevocationReason.KEY_COMPROMISE);
      await()
          .atMost(SOON)
          .until(() ->
              server
                  .bean(Revocations.class)
                  .find(RunningServer.SYSTEM, bad.id())
                  .orElseThrow()
                  .revokedAt()
                  .isPresent());
      await()
          .atMost(SOON)
          .until(() -> !java.util.Arrays.equals(get(http, address).body(), first.body()));

      byte[] list = get(http, address).body();
      Program.Ended refused = verify(server, bad, list);
      assertThat(refused.status()).isNotZero();
      assertThat(refused.out() + refused.err()).contains("certificate revoked");
      assertThat(verify(server, good, list).status()).isZero();
    }
  }

  private static HttpResponse<byte[]> get(HttpClient http, URI address) throws Exception {
    return http.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static Version issue(RunningServer server, String name) {
    CertificateId id =
        server
            .bean(Protection.class)
            .protect(
                RunningServer.SYSTEM, new Wish(name, "", "private-ca", "", "", "", "", List.of()))
            .id();
    Certificates certificates = server.bean(Certificates.class);
    await().atMost(SOON).until(() -> !certificates.versions(RunningServer.SYSTEM, id).isEmpty());
    return certificates.versions(RunningServer.SYSTEM, id).getFirst();
  }

  private static TrustSource trust(RunningServer server) throws Exception {
    Issuers issuers = server.bean(Issuers.class);
    Issuer issuer = issuers.find(RunningServer.SYSTEM, new ObjectName("private-ca")).orElseThrow();
    return (TrustSource) issuers.open(RunningServer.SYSTEM, issuer.id());
  }

  private Path chain(RunningServer server, Version version) throws Exception {
    return Files.writeString(
        folder.resolve(version.id().value() + ".pem"),
        server.bean(Certificates.class).chain(RunningServer.SYSTEM, version.id()));
  }

  private static String address(Path certificate) {
    Program.Ended shown =
        Program.run(
            "openssl", "x509", "-in", certificate, "-noout", "-ext", "crlDistributionPoints");
    return shown.out().substring(shown.out().indexOf("URI:") + 4).strip();
  }

  private Program.Ended verify(RunningServer server, Version version, byte[] list)
      throws Exception {
    Path der = Files.write(folder.resolve("list.der"), list);
    Path pem = folder.resolve("list.pem");
    assertThat(Program.run("openssl", "crl", "-inform", "DER", "-in", der, "-out", pem).status())
        .isZero();
    Path chain = chain(server, version);
    return Program.run(
        "openssl",
        "verify",
        "-x509_strict",
        "-crl_check",
        "-CRLfile",
        pem,
        "-trusted",
        folder.resolve("root.pem"),
        "-untrusted",
        chain,
        chain);
  }
}
