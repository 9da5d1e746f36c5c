package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.CrlSource;
import io.perennial.connector.KeyType;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.connector.TrustSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What OpenSSL, in its strictest mode, says of the files that servers and clients would get. */
class OpenSslTest {

  @TempDir private Path folder;

  private Path write(String name, X509Certificate certificate)
      throws IOException, CertificateEncodingException {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    return Files.writeString(
        folder.resolve(name),
        "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }

  private record Output(int status, String text) {}

  private static Output openssl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(process.waitFor(), text);
  }

  private Output verify(Path root, Optional<Path> intermediate, Path leaf) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "verify",
                "-x509_strict",
                "-check_ss_sig",
                "-purpose",
                "sslserver",
                "-attime",
                Long.toString(Orders.START.getEpochSecond()),
                "-verify_hostname",
                "www.example.test",
                "-no-CAfile",
                "-no-CApath",
                "-no-CAstore",
                "-trusted",
                root.toString()));
    intermediate.ifPresent(path -> arguments.addAll(List.of("-untrusted", path.toString())));
    arguments.add(leaf.toString());
    return openssl(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void acceptsChainsOfEveryKeyTypeOfCaAndLeaf(KeyType type) throws Exception {
    Orders orders = new Orders(new PrivateCaFactory(), Map.of("key-type", type.name()));
    Path root = write("root.pem", ((TrustSource) orders.open()).roots().getFirst());
    for (KeyType leafType : KeyType.values()) {
      List<X509Certificate> chain =
          orders.issue(orders.request(leafType, Orders.EVERY_KIND, Optional.empty()));
      Path leaf = write("leaf.pem", chain.getFirst());
      Path intermediate = write("intermediate.pem", chain.getLast());
      assertThat(verify(root, Optional.of(intermediate), leaf))
          .isEqualTo(new Output(0, leaf + ": OK\n"));
    }
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void acceptsSelfSignedCertificatesOfEveryKeyType(KeyType type) throws Exception {
    Orders orders = Orders.selfSigned();
    Path leaf =
        write(
            "leaf.pem",
            orders.issue(orders.request(type, Orders.EVERY_KIND, Optional.empty())).getFirst());
    assertThat(verify(leaf, Optional.empty(), leaf)).isEqualTo(new Output(0, leaf + ": OK\n"));
  }

  @Test
  void rejectsAChainOfAnotherRoot() throws Exception {
    Orders orders = Orders.privateCa();
    Path root = write("root.pem", ((TrustSource) Orders.privateCa().open()).roots().getFirst());
    List<X509Certificate> chain =
        orders.issue(orders.request(KeyType.P_256, Orders.EVERY_KIND, Optional.empty()));
    Output output =
        verify(
            root,
            Optional.of(write("intermediate.pem", chain.getLast())),
            write("leaf.pem", chain.getFirst()));
    assertThat(output.status()).isNotZero();
    assertThat(output.text()).contains("unable to get local issuer certificate");
  }

  private String text(X509Certificate certificate) throws Exception {
    Output output =
        openssl(
            "x509",
            "-in",
            write("shown.pem", certificate).toString(),
            "-noout",
            "-text",
            "-certopt",
            "no_pubkey,no_sigdump");
    assertThat(output.status()).as(output.text()).isZero();
    return output.text().replaceAll("\\s+", " ");
  }

  @Test
  void showsTheExtensionsOfALeaf() throws Exception {
    Orders orders = Orders.privateCa();
    CertificateRequest request =
        orders.request(KeyType.RSA_2048, Orders.EVERY_KIND, Optional.empty());
    List<X509Certificate> chain = orders.issue(request);
    assertThat(text(chain.getFirst()))
        .contains("Version: 3 (0x2)")
        .contains("Signature Algorithm: ecdsa-with-SHA256")
        .contains("Not Before: Nov 23 07:55:00 2026 GMT Not After : Jan 9 08:00:00 2027 GMT")
        .contains("Subject: CN = www.example.test")
        .contains("Basic Constraints: critical CA:FALSE")
        .contains("Key Usage: critical Digital Signature, Key Encipherment X509v3")
        .contains("Extended Key Usage: TLS Web Server Authentication X509v3")
        .contains(
            "Subject Alternative Name: DNS:www.example.test, DNS:*.example.test, DNS:localhost,"
                + " IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7 X509v3")
        .contains("Subject Key Identifier:")
        .contains("Authority Key Identifier:")
        .contains(
            "X509v3 CRL Distribution Points: Full Name:"
                + " URI:http://pki.example.test:8080/crl/1.crl");
  }

  @Test
  void showsTheExtensionsOfRootAndIntermediate() throws Exception {
    Orders orders = Orders.privateCa();
    X509Certificate intermediate = orders.issue(orders.request("www.example.test")).getLast();
    assertThat(text(((TrustSource) orders.open()).roots().getFirst()))
        .contains("Basic Constraints: critical CA:TRUE, pathlen:1")
        .contains("Key Usage: critical Certificate Sign, CRL Sign")
        .doesNotContain("Extended Key Usage");
    assertThat(text(intermediate))
        .contains("Basic Constraints: critical CA:TRUE, pathlen:0")
        .contains("Key Usage: critical Certificate Sign, CRL Sign")
        .doesNotContain("Extended Key Usage");
  }

  private Path list(Orders orders) throws Exception {
    byte[] der = ((CrlSource) orders.open()).crl(1).orElseThrow().der();
    Path list = Files.write(folder.resolve("list.der"), der);
    Path pem = folder.resolve("list.pem");
    Output output =
        openssl("crl", "-inform", "DER", "-in", list.toString(), "-out", pem.toString());
    assertThat(output.status()).as(output.text()).isZero();
    return pem;
  }

  private Output verifyAgainst(Path list, Path root, Path intermediate, Path leaf)
      throws Exception {
    return openssl(
        "verify",
        "-x509_strict",
        "-crl_check",
        "-CRLfile",
        list.toString(),
        "-attime",
        Long.toString(Orders.START.getEpochSecond() + 60),
        "-no-CAfile",
        "-no-CApath",
        "-no-CAstore",
        "-trusted",
        root.toString(),
        "-untrusted",
        intermediate.toString(),
        leaf.toString());
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void checksAgainstTheListOfCasOfEveryKeyType(KeyType type) throws Exception {
    Orders orders = new Orders(new PrivateCaFactory(), Map.of("key-type", type.name()));
    List<X509Certificate> bad = orders.issue(orders.request("www.example.test"));
    List<X509Certificate> good = orders.issue(orders.request("www.example.test"));
    Path root = write("root.pem", ((TrustSource) orders.open()).roots().getFirst());
    Path intermediate = write("intermediate.pem", bad.getLast());
    Path badLeaf = write("bad.pem", bad.getFirst());
    Path goodLeaf = write("good.pem", good.getFirst());
    Path before = list(orders);
    assertThat(verifyAgainst(before, root, intermediate, badLeaf))
        .isEqualTo(new Output(0, badLeaf + ": OK\n"));

    ((Revoker) orders.open()).revoke(bad.getFirst(), RevocationReason.KEY_COMPROMISE);
    Path after = list(orders);

    Output refused = verifyAgainst(after, root, intermediate, badLeaf);
    assertThat(refused.status()).isNotZero();
    assertThat(refused.text()).contains("certificate revoked");
    assertThat(verifyAgainst(after, root, intermediate, goodLeaf))
        .isEqualTo(new Output(0, goodLeaf + ": OK\n"));
  }

  @Test
  void showsTheFieldsOfAList() throws Exception {
    Orders orders = Orders.privateCa();
    X509Certificate bad = orders.issue(orders.request("www.example.test")).getFirst();
    list(orders);
    ((Revoker) orders.open()).revoke(bad, RevocationReason.KEY_COMPROMISE);
    Output output = openssl("crl", "-in", list(orders).toString(), "-noout", "-text");
    assertThat(output.text().replaceAll("\\s+", " "))
        .contains("Version 2 (0x1)")
        .contains("Last Update: Nov 23 08:00:00 2026 GMT Next Update: Nov 30 08:00:00 2026 GMT")
        .contains("X509v3 Authority Key Identifier:")
        .contains("X509v3 CRL Number: 2")
        .contains("Revocation Date: Nov 23 08:00:00 2026 GMT")
        .contains("X509v3 CRL Reason Code: Key Compromise");
  }
}
