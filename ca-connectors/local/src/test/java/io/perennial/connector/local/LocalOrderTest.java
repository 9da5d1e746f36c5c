package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderState;
import io.perennial.connector.Problem;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.connector.testkit.TestRequests;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.junit.jupiter.api.Test;

class LocalOrderTest {

  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";

  @Test
  void signsTheSameContentHoweverOftenItIsAsked() throws Exception {
    for (Orders orders : List.of(Orders.privateCa(), Orders.selfSigned())) {
      CertificateRequest request = orders.request("www.example.test");
      OrderState state = orders.prepare(request);
      X509Certificate first = orders.issue(request, state).getFirst();
      X509Certificate second = orders.issue(request, state).getFirst();
      assertThat(second.getSerialNumber()).isEqualTo(first.getSerialNumber());
      assertThat(second.getTBSCertificate()).isEqualTo(first.getTBSCertificate());
    }
  }

  @Test
  void storesTheBytesThatItWillSign() throws Exception {
    Orders orders = Orders.privateCa();
    CertificateRequest request = orders.request("www.example.test");
    OrderState state = orders.prepare(request);
    byte[] stored = PreparedCertificate.read(state).orElseThrow().toBeSigned();
    assertThat(orders.issue(request, state).getFirst().getTBSCertificate()).isEqualTo(stored);
  }

  @Test
  void givesEachOrderASerialNumberOfItsOwn() throws Exception {
    Orders orders = Orders.privateCa();
    Set<Object> serials = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      X509Certificate leaf = orders.issue(orders.request("www.example.test")).getFirst();
      assertThat(leaf.getSerialNumber().signum()).isPositive();
      assertThat(leaf.getSerialNumber().bitLength()).isEqualTo(127);
      serials.add(leaf.getSerialNumber());
    }
    assertThat(serials).hasSize(50);
  }

  @Test
  void countsTheLifeFromNowAndStartsAtMostFiveMinutesBefore() throws Exception {
    Orders orders = Orders.privateCa();
    X509Certificate leaf = orders.issue(orders.request(Duration.ofDays(90))).getFirst();
    Instant second = Orders.START.truncatedTo(ChronoUnit.SECONDS);
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo(second.minus(Duration.ofMinutes(5)));
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(second.plus(Duration.ofDays(90)));
  }

  @Test
  void issuesForHalfAMinute() throws Exception {
    for (Orders orders : List.of(Orders.privateCa(), Orders.selfSigned())) {
      X509Certificate leaf = orders.issue(orders.request(Duration.ofSeconds(30))).getFirst();
      assertThat(leaf.getNotBefore().toInstant()).isEqualTo(Instant.parse("2026-11-23T07:59:57Z"));
      assertThat(leaf.getNotAfter().toInstant()).isEqualTo(Instant.parse("2026-11-23T08:00:30Z"));
    }
  }

  @Test
  void usesTheDefaultLifeWhereNobodyAsks() throws Exception {
    Orders orders = Orders.selfSigned();
    X509Certificate leaf = orders.issue(orders.request("www.example.test")).getFirst();
    assertThat(leaf.getNotAfter().toInstant())
        .isEqualTo(Orders.START.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(47)));
  }

  @Test
  void crossesTheYear2050() throws Exception {
    Orders orders = Orders.privateCa();
    orders.clock().set(Instant.parse("2049-12-20T00:00:00Z"));
    CertificateRequest request = orders.request(Duration.ofDays(90));
    X509Certificate leaf = orders.issue(request).getFirst();
    TBSCertificate content = TBSCertificate.getInstance(leaf.getTBSCertificate());
    assertThat(content.getStartDate().toASN1Primitive()).isInstanceOf(ASN1UTCTime.class);
    assertThat(content.getEndDate().toASN1Primitive()).isInstanceOf(ASN1GeneralizedTime.class);
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(Instant.parse("2050-03-20T00:00:00Z"));
  }

  @Test
  void refusesToSignWhatExpiredWhileItWaited() throws Exception {
    Orders orders = Orders.privateCa();
    CertificateRequest request = orders.request(Duration.ofSeconds(30));
    OrderState state = orders.prepare(request);
    orders.clock().advance(Duration.ofMinutes(1));
    Problem problem = Orders.refusal(orders.open().advance(request, state));
    assertThat(problem.blame()).isEqualTo(Problem.Blame.US);
    assertThat(problem.detail()).contains("the validity is over already");
  }

  @Test
  void refusesToSignContentThatWasTamperedWith() throws Exception {
    for (Orders orders : List.of(Orders.privateCa(), Orders.selfSigned())) {
      CertificateRequest request = orders.request("www.example.test");
      PreparedCertificate prepared =
          PreparedCertificate.read(orders.prepare(request)).orElseThrow();
      byte[] ca =
          Tampered.extension(
              prepared.toBeSigned(), Extension.basicConstraints, true, new BasicConstraints(true));
      OrderState tampered = new PreparedCertificate(prepared.preparedAt(), ca).toState();
      Problem problem = Orders.refusal(orders.open().advance(request, tampered));
      assertThat(problem.type()).isEqualTo("lint");
      assertThat(problem.detail()).contains("the basic constraints are a CA's");
    }
  }

  @Test
  void refusesToSignForAnotherOrder() throws Exception {
    Orders orders = Orders.privateCa();
    OrderState state = orders.prepare(orders.request("www.example.test"));
    Problem problem =
        Orders.refusal(orders.open().advance(orders.request("other.example.test"), state));
    assertThat(problem.detail()).contains("the subject alternative names are not those asked for");
  }

  @Test
  void namesTheFirstDnsNameThatFits() throws Exception {
    Orders orders = Orders.privateCa();
    CertificateRequest request =
        orders.request(
            KeyType.P_256,
            List.of(new Identifier.Ip("192.0.2.7"), new Identifier.Dns("www.example.test")),
            Optional.empty());
    X509Certificate leaf = orders.issue(request).getFirst();
    assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=www.example.test");
    assertThat(leaf.getNonCriticalExtensionOIDs()).contains(SUBJECT_ALTERNATIVE_NAME);
  }

  @Test
  void leavesTheSubjectEmptyAndTheNamesCriticalWhereNoNameFits() throws Exception {
    Orders orders = Orders.privateCa();
    String fits = "a".repeat(51) + ".example.test";
    assertThat(orders.issue(orders.request(fits)).getFirst().getSubjectX500Principal().getName())
        .isEqualTo("CN=" + fits);
    X509Certificate leaf = orders.issue(orders.request("a" + fits)).getFirst();
    assertThat(leaf.getSubjectX500Principal().getName()).isEmpty();
    assertThat(leaf.getCriticalExtensionOIDs()).contains(SUBJECT_ALTERNATIVE_NAME);
  }

  @Test
  void namesTheOrganizationWhereASelfSignedCertificateWouldHaveNoIssuer() throws Exception {
    Orders orders = Orders.selfSigned();
    X509Certificate leaf =
        orders
            .issue(
                orders.request(
                    KeyType.P_256, List.of(new Identifier.Ip("2001:db8::7")), Optional.empty()))
            .getFirst();
    assertThat(leaf.getIssuerX500Principal().getName()).isEqualTo("O=Perennial");
    assertThat(leaf.getSubjectX500Principal()).isEqualTo(leaf.getIssuerX500Principal());
  }

  @Test
  void issuesAHundredLongNames() throws Exception {
    Orders orders = Orders.privateCa();
    String label = "a".repeat(60);
    String[] names = new String[100];
    for (int i = 0; i < names.length; i++) {
      names[i] = "n%02d.".formatted(i) + String.join(".", label, label, label, "example.test");
    }
    X509Certificate leaf = orders.issue(orders.request(names)).getFirst();
    assertThat(leaf.getSubjectAlternativeNames()).hasSize(100);
  }

  @Test
  void refusesARequestThatAnotherKeySigned() throws Exception {
    Orders orders = Orders.privateCa();
    CertificateRequest honest = orders.request("www.example.test");
    byte[] foreign =
        TestRequests.csr(KeyType.P_256, TestKeys.fresh(KeyType.P_256), honest.identifiers());
    for (byte[] csr : List.of(foreign, new byte[0])) {
      CertificateRequest request =
          new CertificateRequest(honest.order(), csr, honest.publicKey(), honest.requested());
      Problem problem = Orders.refusal(orders.open().submit(request));
      assertThat(problem.blame()).isEqualTo(Problem.Blame.REQUEST);
      assertThat(problem.detail()).contains("not signed by the key it names");
    }
  }

  @Test
  void refusesToSelfSignWithAKeyThatIsNotTheRequestedOne() throws Exception {
    Orders orders = Orders.selfSigned();
    CertificateRequest request = orders.request("www.example.test");
    CertificateRequest other =
        new CertificateRequest(
            request.order(),
            request.csr(),
            TestKeys.fresh(KeyType.P_256).getPublic(),
            request.requested());
    Problem problem = Orders.refusal(orders.open().submit(other));
    assertThat(problem.detail()).contains("does not name the order's own key");
  }
}
