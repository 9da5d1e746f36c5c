package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.Limits;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.testkit.TestKeys;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IssuanceRulesTest {

  private static CaMisconfigured misconfigured(Map<String, String> settings) {
    return catchThrowableOfType(
        CaMisconfigured.class, () -> new Orders(new PrivateCaFactory(), settings).open());
  }

  @Test
  void refusesSettingsThatContradictEachOther() {
    assertThat(misconfigured(Map.of("validity", "P398D")).setting()).isEqualTo("validity");
    assertThat(misconfigured(Map.of("validity", "PT0.5S")).setting()).isEqualTo("validity");
    assertThat(misconfigured(Map.of("max-validity", "P826D")).setting()).isEqualTo("max-validity");
    assertThat(misconfigured(Map.of("organization", "x".repeat(40))).setting())
        .isEqualTo("organization");
    assertThat(misconfigured(Map.of("key-type", "DSA")).setting()).isEqualTo("key-type");
  }

  @Test
  void offersEveryKeyTypeAndKindOfName() throws Exception {
    Limits limits = Orders.privateCa().open().limits();
    assertThat(limits.keyTypes()).containsExactlyInAnyOrder(KeyType.values());
    assertThat(limits.wildcards()).isTrue();
    assertThat(limits.ipAddresses()).isTrue();
    assertThat(limits.maxIdentifiers()).isEqualTo(100);
    assertThat(limits.maxValidity()).contains(Duration.ofDays(397));
  }

  private static List<String> review(Identifier... identifiers) throws Exception {
    return Orders.privateCa()
        .open()
        .review(
            new RequestedCertificate(
                List.of(identifiers), KeyType.P_256, Optional.empty(), Optional.empty()));
  }

  @Test
  void objectsToNamesThatAreNone() throws Exception {
    for (String name :
        List.of(
            "",
            "-a.test",
            "a-.test",
            "a..test",
            "a.test.",
            "A.test",
            "*.*.test",
            "a.*.test",
            "*",
            "a_b.test",
            "a".repeat(64) + ".test",
            "a.test\0.evil.test",
            String.join(".", Collections.nCopies(5, "a".repeat(60))))) {
      assertThat(review(new Identifier.Dns(name)))
          .singleElement()
          .asString()
          .contains("is not a DNS name");
    }
  }

  @Test
  void objectsToAddressesThatAreReadDifferently() throws Exception {
    for (String address :
        List.of("", "1.2.3", "16909060", "::ffff:192.0.2.1", "fe80::1%1", "[::1]", "host.test")) {
      assertThat(review(new Identifier.Ip(address)))
          .singleElement()
          .asString()
          .contains("is not an IP address");
    }
    assertThat(review(new Identifier.Ip("::1"), new Identifier.Ip("127.0.0.1"))).isEmpty();
  }

  @Test
  void objectsToTooManyNamesAndToNamesSaidTwice() throws Exception {
    String[] many = IntStream.range(0, 101).mapToObj(i -> "n" + i + ".test").toArray(String[]::new);
    Orders orders = Orders.privateCa();
    assertThat(Orders.refusal(orders.open().submit(orders.request(many))).detail())
        .startsWith("More than 100 names");
    assertThat(review(new Identifier.Dns("a.test"), new Identifier.Dns("a.test")))
        .singleElement()
        .asString()
        .startsWith("A name is asked for twice");
  }

  @Test
  void objectsToLivesThatAreTooLongOrNone() throws Exception {
    Orders orders = Orders.selfSigned();
    CertificateRequest tooLong = orders.request(Duration.ofDays(397).plusSeconds(1));
    assertThat(Orders.refusal(orders.open().submit(tooLong)).detail()).startsWith("A life of");
    for (Duration life : List.of(Duration.ZERO, Duration.ofDays(-1))) {
      CertificateRequest none = orders.request(life);
      assertThat(orders.open().review(none.requested()))
          .singleElement()
          .asString()
          .contains("at least a second");
      assertThat(Orders.refusal(orders.open().submit(none)).detail()).contains("at least a second");
    }
    assertThat(orders.open().review(orders.request(Duration.ofDays(397)).requested())).isEmpty();
  }

  @Test
  void objectsToProfiles() throws Exception {
    RequestedCertificate requested =
        new RequestedCertificate(
            Orders.EVERY_KIND, KeyType.P_256, Optional.empty(), Optional.of("shortlived"));
    assertThat(Orders.privateCa().open().review(requested))
        .singleElement()
        .asString()
        .contains("no profiles");
  }

  @Test
  void objectsToKeysOfAnotherTypeOrUnsoundOnes() throws Exception {
    KeyPairGenerator weakExponent = KeyPairGenerator.getInstance("RSA");
    weakExponent.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    KeyPairGenerator otherCurve = KeyPairGenerator.getInstance("EC");
    otherCurve.initialize(new ECGenParameterSpec("secp521r1"));
    Orders orders = Orders.privateCa();
    for (KeyType claimed : List.of(KeyType.P_256, KeyType.RSA_2048)) {
      CertificateRequest request = orders.request(claimed, Orders.EVERY_KIND, Optional.empty());
      for (PublicKey key :
          List.of(
              TestKeys.shared(KeyType.P_384).getPublic(),
              otherCurve.generateKeyPair().getPublic(),
              weakExponent.generateKeyPair().getPublic())) {
        CertificateRequest unsound =
            new CertificateRequest(request.order(), request.csr(), key, request.requested());
        assertThat(Orders.refusal(orders.open().submit(unsound)).detail())
            .startsWith("The key is not a sound key");
      }
    }
  }
}
