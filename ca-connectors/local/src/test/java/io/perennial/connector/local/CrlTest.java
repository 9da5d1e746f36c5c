package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Connector;
import io.perennial.connector.CrlSource;
import io.perennial.connector.CrlSource.Crl;
import io.perennial.connector.IssuerState;
import io.perennial.connector.Problem;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.RevocationReason;
import io.perennial.connector.Revoker;
import io.perennial.connector.TrustSource;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class CrlTest {

  private static final RevocationReason REASON = RevocationReason.KEY_COMPROMISE;

  private final Orders orders;

  CrlTest() throws Exception {
    orders = Orders.privateCa();
  }

  private X509Certificate issue() throws Exception {
    return orders.issue(orders.request("www.example.test")).getFirst();
  }

  private void revoke(X509Certificate certificate, RevocationReason reason) throws Exception {
    assertThat(((Revoker) orders.open()).revoke(certificate, reason))
        .isEqualTo(new RevocationOutcome.Revoked());
  }

  private Optional<Crl> find(int series) throws Exception {
    try (Connector connector = orders.open()) {
      return ((CrlSource) connector).crl(series);
    }
  }

  private static X509CRL parsed(Crl crl) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(crl.der()));
  }

  private X509CRL list(int series) throws Exception {
    return parsed(find(series).orElseThrow());
  }

  private static BigInteger number(X509CRL crl) throws Exception {
    byte[] octets = crl.getExtensionValue(Extension.cRLNumber.getId());
    byte[] value = org.bouncycastle.asn1.ASN1OctetString.getInstance(octets).getOctets();
    return ASN1Integer.getInstance(ASN1Primitive.fromByteArray(value)).getValue();
  }

  private static Optional<String> address(X509Certificate certificate) {
    byte[] octets = certificate.getExtensionValue(Extension.cRLDistributionPoints.getId());
    return Optional.ofNullable(octets)
        .map(found -> org.bouncycastle.asn1.ASN1OctetString.getInstance(found).getOctets())
        .map(CRLDistPoint::getInstance)
        .map(points -> points.getDistributionPoints()[0].getDistributionPoint().getName())
        .map(names ->
            org.bouncycastle.asn1.x509.GeneralNames.getInstance(names).getNames()[0].getName())
        .map(Object::toString);
  }

  @Test
  void namesItsListFromTheFirstCertificateOn() throws Exception {
    assertThat(address(issue())).contains("http://pki.example.test:8080/crl/1.crl");
    Orders selfSigned = Orders.selfSigned();
    assertThat(address(selfSigned.issue(selfSigned.request("www.example.test")).getFirst()))
        .isEmpty();
  }

  @Test
  void makesNoCaForWhoAsksForItsList() throws Exception {
    assertThat(find(1)).isEmpty();
    assertThat(orders.context().state().read()).isEmpty();
    issue();
    assertThat(find(1)).isPresent();
    assertThat(find(0)).isEmpty();
    assertThat(find(2)).isEmpty();
    assertThat(find(-1)).isEmpty();
  }

  @Test
  void namesWhatWasRevokedAndWhy() throws Exception {
    X509Certificate bad = issue();
    X509Certificate other = issue();
    X509Certificate good = issue();
    revoke(bad, REASON);
    revoke(other, RevocationReason.UNSPECIFIED);

    X509CRL list = list(1);

    X509CRLEntry entry = list.getRevokedCertificate(bad.getSerialNumber());
    assertThat(entry.getRevocationReason()).isEqualTo(java.security.cert.CRLReason.KEY_COMPROMISE);
    assertThat(entry.getRevocationDate().toInstant())
        .isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
    // Section 5.3.1: rather no reason than that none is given.
    assertThat(list.getRevokedCertificate(other.getSerialNumber()).getRevocationReason()).isNull();
    assertThat(list.getRevokedCertificate(good.getSerialNumber())).isNull();
    assertThat(list.getIssuerX500Principal()).isEqualTo(bad.getIssuerX500Principal());
  }

  @Test
  void keepsTheFirstReasonWhenRevokedAgain() throws Exception {
    X509Certificate bad = issue();
    revoke(bad, REASON);
    X509CRL before = list(1);
    revoke(bad, RevocationReason.SUPERSEDED);
    assertThat(list(1).getRevokedCertificate(bad.getSerialNumber()).getRevocationReason())
        .isEqualTo(java.security.cert.CRLReason.KEY_COMPROMISE);
    assertThat(number(list(1))).isEqualTo(number(before));
  }

  @Test
  void signsAnewAfterADayAndAtARevocationAndCountsUp() throws Exception {
    X509Certificate bad = issue();
    X509CRL first = list(1);
    assertThat(number(first)).isEqualTo(BigInteger.ONE);
    assertThat(
            Duration.between(first.getThisUpdate().toInstant(), first.getNextUpdate().toInstant()))
        .isEqualTo(Duration.ofDays(7));
    orders.clock().advance(Duration.ofHours(23));
    assertThat(number(list(1))).isEqualTo(BigInteger.ONE);
    orders.clock().advance(Duration.ofHours(1));
    X509CRL second = list(1);
    assertThat(number(second)).isEqualTo(BigInteger.TWO);
    assertThat(second.getThisUpdate().toInstant())
        .isEqualTo(orders.clock().instant().minusMillis(750));
    revoke(bad, REASON);
    assertThat(number(list(1))).isEqualTo(BigInteger.valueOf(3));
  }

  @Test
  void signsAListOnceAndHandsItOutAsOftenAsItIsAskedFor() throws Exception {
    issue();
    try (Connector connector = orders.open()) {
      byte[] first = ((CrlSource) connector).crl(1).orElseThrow().der();
      assertThat(((CrlSource) connector).crl(1).orElseThrow().der()).isEqualTo(first);
    }
  }

  @Test
  void dropsAnEntryOnlyAfterAListThatOutlivedItsCertificate() throws Exception {
    X509Certificate bad = orders.issue(orders.request(Duration.ofDays(2))).getFirst();
    revoke(bad, REASON);
    orders.clock().set(bad.getNotAfter().toInstant().plusSeconds(1));
    assertThat(list(1).getRevokedCertificate(bad.getSerialNumber())).isNotNull();
    orders.clock().advance(Duration.ofDays(1));
    assertThat(list(1).getRevokedCertificates()).isNull();
  }

  @Test
  void keepsAListForEachGenerationOfItsIntermediate() throws Exception {
    X509Certificate old = issue();
    orders.clock().advance(Duration.ofDays(1_826 - 47));
    X509Certificate recent = orders.issue(orders.request(Duration.ofDays(48))).getFirst();
    X509Certificate late = orders.issue(orders.request(Duration.ofDays(10))).getFirst();
    assertThat(address(recent)).contains("http://pki.example.test:8080/crl/2.crl");
    assertThat(late.getIssuerX500Principal()).isEqualTo(recent.getIssuerX500Principal());
    revoke(old, REASON);
    revoke(recent, RevocationReason.SUPERSEDED);

    X509CRL first = list(1);
    X509CRL second = list(2);
    assertThat(first.isRevoked(old)).isTrue();
    assertThat(first.getRevokedCertificates()).hasSize(1);
    assertThat(first.getIssuerX500Principal()).isEqualTo(old.getIssuerX500Principal());
    assertThat(second.isRevoked(recent)).isTrue();
    assertThat(second.getRevokedCertificates()).hasSize(1);
    assertThat(second.isRevoked(late)).isFalse();
  }

  @Test
  void keepsTheCaOfAReleaseThatCouldNotRevoke() throws Exception {
    X509Certificate bad = issue();
    X509Certificate root = ((TrustSource) orders.open()).roots().getFirst();
    IssuerState.Stored stored = orders.context().state().read().orElseThrow();
    ASN1Encodable[] parts = ASN1Sequence.getInstance(stored.value()).toArray();
    byte[] earlier =
        new DERSequence(new ASN1Encodable[] {new ASN1Integer(1), parts[1], parts[2]}).getEncoded();
    assertThat(orders.context().state().compareAndSet(stored.revision(), earlier)).isTrue();

    assertThat(((TrustSource) orders.open()).roots()).containsExactly(root);
    revoke(bad, REASON);
    assertThat(list(1).isRevoked(bad)).isTrue();
    assertThat(issue().getIssuerX500Principal()).isEqualTo(bad.getIssuerX500Principal());
  }

  @Test
  void refusesInWordsWhatAnotherCaIssued() throws Exception {
    issue();
    Orders elsewhere = Orders.privateCa();
    X509Certificate foreign = elsewhere.issue(elsewhere.request("www.example.test")).getFirst();
    Problem problem =
        ((RevocationOutcome.Refused) ((Revoker) orders.open()).revoke(foreign, REASON)).problem();
    assertThat(problem.detail()).isEqualTo("This CA did not issue the certificate.");
  }

  @Test
  void refusesInWordsWhenTheListIsFull() throws Exception {
    X509Certificate one = issue();
    IssuerState.Stored stored = orders.context().state().read().orElseThrow();
    CaCertificates ca = CaCertificates.read(stored.value());
    List<RevocationList.Entry> many =
        IntStream.range(0, 1_700)
            .mapToObj(i ->
                new RevocationList.Entry(
                    BigInteger.TWO.pow(126).add(BigInteger.valueOf(i)),
                    Orders.START,
                    REASON,
                    Orders.START.plus(Duration.ofDays(47))))
            .toList();
    CaCertificates full = ca.with(1, new RevocationList(1, Orders.START, many));
    int room = IssuerState.MAX_BYTES - full.encoded().length;
    assertThat(room).as("1,700 entries fit").isPositive();
    List<RevocationList.Entry> most =
        IntStream.range(0, 1_700 + room / 35)
            .mapToObj(i ->
                new RevocationList.Entry(
                    BigInteger.TWO.pow(126).add(BigInteger.valueOf(i)),
                    Orders.START,
                    REASON,
                    Orders.START.plus(Duration.ofDays(47))))
            .toList();
    orders
        .context()
        .state()
        .compareAndSet(
            stored.revision(), ca.with(1, new RevocationList(1, Orders.START, most)).encoded());

    Problem problem =
        ((RevocationOutcome.Refused) ((Revoker) orders.open()).revoke(one, REASON)).problem();

    assertThat(problem.type()).isEqualTo("list-full");
    assertThat(list(1).getRevokedCertificates()).hasSize(most.size());
  }

  @Test
  void losesNoEntryWhenTwoNodesRevokeAtOnce() throws Exception {
    X509Certificate one = issue();
    X509Certificate other = issue();
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
      for (Future<RevocationOutcome> node :
          List.of(
              nodes.submit(() -> revokeAt(bothHaveRead, one)),
              nodes.submit(() -> revokeAt(bothHaveRead, other)))) {
        assertThat(node.get()).isEqualTo(new RevocationOutcome.Revoked());
      }
    }
    assertThat(list(1).getRevokedCertificates()).hasSize(2);
    assertThat(number(list(1))).isEqualTo(BigInteger.TWO);
  }

  private RevocationOutcome revokeAt(CyclicBarrier bothHaveRead, X509Certificate certificate)
      throws Exception {
    return ((Revoker) new PrivateCaFactory().open(new Racer(orders.context(), bothHaveRead)))
        .revoke(certificate, REASON);
  }
}
