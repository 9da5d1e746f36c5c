package io.perennial.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.connector.KeyType;
import io.perennial.connector.SigningKey;
import io.perennial.kernel.Refusal;
import io.perennial.testing.ClientKey;
import io.perennial.testing.Program;
import io.perennial.testing.TestCertificates;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAuthorityTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final URI WEB1 = URI.create("spiffe://d/consumer/web1");

  private final ClientAuthority authority =
      ClientAuthority.create(new Pair(KeyPairs.generate(KeyType.P_256)), "agents", NOW, RANDOM);

  private X509Certificate issue(String csr) {
    return authority.issue(
        ClientRequest.read(csr).key(),
        WEB1,
        "web1",
        new ClientAuthority.Life(NOW, NOW.plus(Duration.ofDays(7))),
        RANDOM);
  }

  @Test
  void opensslTakesItForAClientsAndForNothingElse(@TempDir Path folder) throws Exception {
    Path ca = folder.resolve("ca.pem");
    Path client = folder.resolve("client.pem");
    Files.writeString(ca, Pem.certificates(List.of(authority.certificate())));
    Files.writeString(client, Pem.certificates(List.of(issue(ClientKey.fresh().csr()))));
    String at = Long.toString(NOW.plusSeconds(60).getEpochSecond());
    for (String purpose : List.of("sslclient", "sslserver")) {
      Program.Ended verified =
          Program.run(
              "openssl",
              "verify",
              "-x509_strict",
              "-attime",
              at,
              "-CAfile",
              ca,
              "-purpose",
              purpose,
              client);
      assertThat(verified.status() == 0)
          .as(purpose + verified.err())
          .isEqualTo(purpose.equals("sslclient"));
    }
    assertThat(Program.run("openssl", "x509", "-in", client, "-noout", "-text").out())
        .contains("URI:" + WEB1, "TLS Web Client Authentication", "CA:FALSE", "Digital Signature");
    assertThat(authority.certificate().getNotAfter()).isEqualTo("9999-12-31T23:59:59Z");
    assertThat(authority.certificate().getBasicConstraints()).isZero();
  }

  @Test
  void nothingOfTheRequestIsBelievedButItsKey() {
    ClientKey key = ClientKey.fresh();
    X509Certificate certificate = issue(key.csr("CN=web2,O=Perennial", "spiffe://d/consumer/web2"));
    assertThat(certificate.toString()).doesNotContain("web2").doesNotContain("O=Perennial");
    assertThat(certificate.getPublicKey().getEncoded())
        .isEqualTo(key.pair().getPublic().getEncoded());
  }

  @Test
  void eachHasItsOwnSerialNumber() {
    String csr = ClientKey.fresh().csr();
    assertThat(issue(csr).getSerialNumber()).isNotEqualTo(issue(csr).getSerialNumber());
    assertThat(issue(csr).getSerialNumber().bitLength()).isEqualTo(127);
  }

  @Test
  void anothersSignatureIsNotTaken() {
    KeyPair pair = ClientKey.fresh().pair();
    X509Certificate own = TestCertificates.of("web1", NOW, Duration.ofDays(7), pair);
    ClientAuthority namesake =
        ClientAuthority.create(new Pair(KeyPairs.generate(KeyType.P_256)), "agents", NOW, RANDOM);
    assertThat(signed(ClientKey.der(issue(ClientKey.fresh().csr())))).isTrue();
    for (X509Certificate foreign : List.of(own, namesake.certificate())) {
      assertThat(signed(ClientKey.der(foreign))).isFalse();
    }
  }

  private boolean signed(byte[] shown) {
    return ClientAuthority.signed(shown, authority.certificate());
  }

  /** Anybody may show anything, and TLS does not read all of it. */
  @Test
  void noByteMayDifferAndNoGarbageMeetsAnErrorOfOurs() {
    byte[] real = ClientKey.der(issue(ClientKey.fresh().csr()));
    Random random = new Random(20261123);
    for (int i = 0; i < real.length; i++) {
      byte[] changed = real.clone();
      changed[i] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      assertThat(signed(changed)).as("changed at " + i).isFalse();
      assertThat(signed(Arrays.copyOf(real, i))).as("cut at " + i).isFalse();
    }
    assertThat(signed(Arrays.copyOf(real, real.length + 1))).as("with more behind it").isFalse();
    for (int i = 0; i < 2_000; i++) {
      byte[] changed = real.clone();
      for (int n = random.nextInt(1, 20); n > 0; n--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      assertThat(signed(changed)).isEqualTo(Arrays.equals(changed, real));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyType.class,
      names = {"RSA_2048", "RSA_4096", "P_384", "P_521"})
  void keysOfOtherTypesAreRefused(KeyType type) {
    String csr = new ClientKey(KeyPairs.generate(type)).csr();
    assertThatThrownBy(() -> ClientRequest.read(csr))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("P-256")
        .hasMessageContaining("openssl genpkey");
  }

  @Test
  void aKeyThatTheSenderDoesNotHaveIsRefused() throws Exception {
    ClientKey thief = ClientKey.fresh();
    SubjectPublicKeyInfo stolen =
        SubjectPublicKeyInfo.getInstance(ClientKey.fresh().pair().getPublic().getEncoded());
    PKCS10CertificationRequest request =
        new PKCS10CertificationRequestBuilder(
                new org.bouncycastle.asn1.x500.X500Name("CN=agent"), stolen)
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(thief.pair().getPrivate()));
    assertThatThrownBy(() -> ClientRequest.read(ClientKey.pem(request)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("not signed by its own key");
  }

  /** By which a curve of the sender's making would pass for P-256. */
  @Test
  void aCurveThatIsSpelledOutIsRefused() throws Exception {
    ClientKey key = ClientKey.fresh();
    SubjectPublicKeyInfo named =
        SubjectPublicKeyInfo.getInstance(key.pair().getPublic().getEncoded());
    SubjectPublicKeyInfo spelled =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, SECNamedCurves.getByName("secp256r1")),
            named.getPublicKeyData().getBytes());
    PKCS10CertificationRequest request =
        new PKCS10CertificationRequestBuilder(
                new org.bouncycastle.asn1.x500.X500Name("CN=agent"), spelled)
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.pair().getPrivate()));
    assertThatThrownBy(() -> ClientRequest.read(ClientKey.pem(request)))
        .isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "-----BEGIN CERTIFICATE REQUEST-----\n",
        "-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n",
        "-----BEGIN CERTIFICATE REQUEST-----\n!!!!\n-----END CERTIFICATE REQUEST-----\n",
        "-----BEGIN CERTIFICATE REQUEST-----\nMIIBAAAA\n-----END CERTIFICATE REQUEST-----\n"
      })
  void whatIsNoRequestIsRefusedInWords(String text) {
    assertThatThrownBy(() -> ClientRequest.read(text))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("openssl req -new");
  }

  @Test
  void aPrivateKeyOrTwoRequestsAreNoRequest() {
    ClientKey key = ClientKey.fresh();
    String secret = new String(Pem.bundle(key.pair().getPrivate().getEncoded(), new byte[0]));
    for (String text : List.of(secret, key.csr() + secret, key.csr() + key.csr())) {
      assertThatThrownBy(() -> ClientRequest.read(text))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("one PEM block");
    }
    String huge = key.csr("CN=agent", "urn:" + "x".repeat(5_000));
    assertThatThrownBy(() -> ClientRequest.read(huge)).hasMessageContaining("at most 4 KiB");
  }

  private record Pair(KeyPair pair) implements SigningKey {

    @Override
    public KeyType type() {
      return KeyType.P_256;
    }

    @Override
    public PublicKey publicKey() {
      return pair.getPublic();
    }

    @Override
    public byte[] sign(String algorithm, byte[] message) throws SignatureException {
      return KeyPairs.sign(pair.getPrivate(), algorithm, message);
    }
  }
}
