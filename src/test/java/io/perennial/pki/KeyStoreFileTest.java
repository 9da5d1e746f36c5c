package io.perennial.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.KeyType;
import io.perennial.testing.Program;
import io.perennial.testing.TestCertificates;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyStoreFileTest {

  private static final String PASSWORD = "correct horse";

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P_256", "P_384", "P_521", "RSA_2048", "ED25519"})
  void javaAndOpenSslReadTheKeyOfEachType(KeyType type) throws Exception {
    KeyPair pair = KeyPairs.generate(type);
    X509Certificate certificate =
        TestCertificates.of(
            "pfx.example.com", Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(90), pair);

    byte[] pfx =
        KeyStoreFile.PKCS12.build(pair.getPrivate(), List.of(certificate), PASSWORD.toCharArray());

    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(pfx), PASSWORD.toCharArray());
    String alias = store.aliases().nextElement();
    assertThat(store.getCertificate(alias)).isEqualTo(certificate);
    assertThat(store.getKey(alias, PASSWORD.toCharArray()).getEncoded())
        .isEqualTo(pair.getPrivate().getEncoded());
    Path file = Files.write(folder.resolve("bundle.pfx"), pfx);
    Program.Ended key =
        Program.run(
            "sh",
            "-c",
            "openssl pkcs12 -in \"$0\" -passin \"pass:$1\" -nodes -nocerts | openssl pkey -pubout",
            file.toString(),
            PASSWORD);
    assertThat(key.status()).as(key.err()).isZero();
    assertThat(key.out().replaceAll("-----[A-Z ]+-----|\\s", ""))
        .isEqualTo(java.util.Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", PASSWORD})
  void oldProgramsReadTheCompatibleForm(String password) throws Exception {
    KeyPair pair = KeyPairs.generate(KeyType.RSA_2048);
    X509Certificate certificate =
        TestCertificates.of(
            "old.example.com", Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(90), pair);

    byte[] pfx =
        KeyStoreFile.COMPATIBLE_PKCS12.build(
            pair.getPrivate(), List.of(certificate), password.toCharArray());

    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(pfx), password.toCharArray());
    assertThat(store.getCertificateChain("certificate")).containsExactly(certificate);
    assertThat(store.getKey("certificate", password.toCharArray()).getEncoded())
        .isEqualTo(pair.getPrivate().getEncoded());
    Path file = Files.write(folder.resolve("old.pfx"), pfx);
    Program.Ended told =
        Program.run(
            "openssl", "pkcs12", "-in", file, "-passin", "pass:" + password, "-info", "-noout");
    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.err())
        .contains("MAC: sha1")
        .contains("pbeWithSHA1And3-KeyTripleDES-CBC")
        .doesNotContain("PBES2");
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"P_256", "P_384", "P_521", "RSA_2048", "ED25519"})
  void whatNoPasswordProtectsIsDerivedInOneRoundAndReadByAll(KeyType type) throws Exception {
    KeyPair pair = KeyPairs.generate(type);
    X509Certificate certificate =
        TestCertificates.of(
            "open.example.com", Instant.parse("2026-01-01T00:00:00Z"), Duration.ofDays(90), pair);

    byte[] pfx = KeyStoreFile.PKCS12.build(pair.getPrivate(), List.of(certificate), new char[0]);

    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(pfx), new char[0]);
    assertThat(store.getCertificateChain("certificate")).containsExactly(certificate);
    assertThat(store.getKey("certificate", new char[0]).getEncoded())
        .isEqualTo(pair.getPrivate().getEncoded());
    try (KeyMaterial material = KeyMaterial.read(List.of(pfx), new char[0])) {
      assertThat(material.chain()).containsExactly(certificate);
    }
    Path file = Files.write(folder.resolve("open.pfx"), pfx);
    Program.Ended told =
        Program.run("openssl", "pkcs12", "-in", file, "-passin", "pass:", "-info", "-noout");
    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.err())
        .contains("MAC: sha256, Iteration 1\n")
        .contains("PBES2, PBKDF2, AES-256-CBC, Iteration 1, PRF hmacWithSHA256");
    Program.Ended key =
        Program.run(
            "sh",
            "-c",
            "openssl pkcs12 -in \"$0\" -passin pass: -nodes -nocerts | openssl pkey -pubout",
            file.toString());
    assertThat(key.out().replaceAll("-----[A-Z ]+-----|\\s", ""))
        .isEqualTo(java.util.Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    Program.Ended parsed =
        Program.run("openssl", "asn1parse", "-inform", "DER", "-in", file.toString());
    assertThat(parsed.out()).as("DER has definite lengths").doesNotContain("l=inf");
  }
}
