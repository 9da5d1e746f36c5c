package io.perennial.connector.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.RequestedCertificate;
import io.perennial.connector.testkit.TestKeys;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LintTest {

  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Duration LIFE = Duration.ofDays(47);

  private Orders orders;
  private IssuanceRules rules;
  private CertificateRequest request;
  private Issuer issuer;
  private byte[] content;

  @BeforeEach
  void prepareContent() throws Exception {
    orders = Orders.privateCa();
    orders.clock().set(NOW);
    rules = IssuanceRules.of(orders.context().settings());
    Lifetime lifetime = Lifetime.from(NOW, LIFE);
    issuer =
        new PrivateCa(orders.context(), rules.organization())
            .intermediateFor(lifetime)
            .orElseThrow();
    request = orders.request(KeyType.P_256, Orders.EVERY_KIND, Optional.of(LIFE));
    content = content(request, issuer);
  }

  private byte[] content(CertificateRequest wanted, Issuer signer) {
    return LeafProfile.content(
        wanted,
        LeafProfile.subject(wanted),
        signer,
        Lifetime.from(NOW, LIFE),
        SerialNumbers.next(orders.context().random()));
  }

  private List<String> lint(byte[] tampered) {
    return lint(tampered, NOW);
  }

  private List<String> lint(byte[] tampered, Instant now) {
    PreparedCertificate prepared = new PreparedCertificate(NOW, tampered);
    return Lint.findings(new LintCase(prepared, prepared.content(), request, issuer, rules, now));
  }

  private List<String> lintField(int field, ASN1Encodable value) {
    return lint(Tampered.field(content, field, value));
  }

  private List<String> lintExtension(
      ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    return lint(Tampered.extension(content, id, critical, value));
  }

  private List<String> lintTimes(ASN1Encodable notBefore, ASN1Encodable notAfter) {
    return lintField(Tampered.VALIDITY, new DERSequence(new ASN1Encodable[] {notBefore, notAfter}));
  }

  private static GeneralNames names(List<Identifier> identifiers) {
    return Names.encoded(
        new RequestedCertificate(identifiers, KeyType.P_256, Optional.empty(), Optional.empty()));
  }

  private static ASN1UTCTime utc(Instant time) {
    return new ASN1UTCTime(Date.from(time));
  }

  @Test
  void findsNothingInWhatTheProfileMakes() {
    assertThat(lint(content)).isEmpty();
  }

  @Test
  void refusesWhatIsNotDer() {
    byte[] longForm = new byte[content.length + 1];
    // 30 82 LL LL is the shortest length there is; 30 83 00 LL LL is BER.
    longForm[0] = content[0];
    longForm[1] = (byte) 0x83;
    System.arraycopy(content, 2, longForm, 3, content.length - 2);
    assertThat(lint(longForm)).containsExactly("the content is not DER");
  }

  @Test
  void refusesAnOldVersion() {
    byte[] bare = Tampered.withoutExtensions(content);
    DERTaggedObject version2 = new DERTaggedObject(true, 0, new ASN1Integer(1));
    assertThat(lint(Tampered.field(bare, Tampered.VERSION, version2)))
        .contains("not a version 3 certificate");
  }

  @Test
  void refusesSerialNumbersThatAreGuessableOrTooLong() {
    for (BigInteger serial :
        List.of(
            BigInteger.ZERO,
            BigInteger.TEN,
            BigInteger.ONE.shiftLeft(100).negate(),
            BigInteger.ONE.shiftLeft(159))) {
      assertThat(lintField(Tampered.SERIAL, new ASN1Integer(serial)))
          .containsExactly("the serial number is not a positive one of 64 bits to 20 octets");
    }
  }

  @Test
  void refusesAnAlgorithmOfAnotherKey() {
    assertThat(lintField(Tampered.ALGORITHM, SignedCertificate.algorithm(KeyType.RSA_2048)))
        .containsExactly("the signature algorithm does not fit the issuer's key");
  }

  @Test
  void refusesAnotherIssuer() {
    assertThat(lintField(Tampered.ISSUER, new X500Name("CN=Another CA")))
        .containsExactly("the issuer's name is empty or another");
  }

  @Test
  void refusesAValidityThatEndsBeforeItStarts() {
    assertThat(lintTimes(utc(NOW), utc(NOW.minusSeconds(60))))
        .containsExactly("the validity ends before it starts", "the validity is over already");
  }

  @Test
  void refusesGeneralizedTimeBefore2050() {
    ASN1Encodable tooModern = new ASN1GeneralizedTime(Date.from(NOW.plus(LIFE)));
    assertThat(lintTimes(utc(NOW), tooModern))
        .containsExactly(
            "a time before 2050 is no UTCTime, or one from then on no GeneralizedTime");
  }

  @Test
  void refusesAStartThatWasBackdatedTooFarOrLiesAhead() {
    String finding =
        "the validity starts in the future, or over five minutes before it was asked for";
    assertThat(lintTimes(utc(NOW.minusSeconds(301)), utc(NOW.plus(LIFE)))).containsExactly(finding);
    assertThat(lintTimes(utc(NOW.plusSeconds(1)), utc(NOW.plus(LIFE)))).containsExactly(finding);
    assertThat(lint(content, NOW.minus(Duration.ofHours(1)))).containsExactly(finding);
  }

  @Test
  void refusesALifeBeyondTheLongest() {
    assertThat(lintTimes(utc(NOW), utc(NOW.plus(Duration.ofDays(398)))))
        .containsExactly("the validity is longer than PT9528H");
  }

  @Test
  void refusesWhatExpiredBeforeItWasSigned() {
    assertThat(lint(content, NOW.plus(LIFE))).containsExactly("the validity is over already");
  }

  @Test
  void refusesToOutliveTheIssuer() {
    issuer =
        new Issuer(
            issuer.name(),
            issuer.key(),
            new Lifetime(NOW.minus(LIFE), NOW.plus(LIFE).minusSeconds(1)),
            List.of(),
            issuer.crl());
    assertThat(lint(content)).containsExactly("the validity leaves that of the issuer");
  }

  @Test
  void refusesSubjectsNobodyAskedFor() {
    for (String subject :
        List.of("CN=elsewhere.example.test", "O=Perennial", "CN=www.example.test,O=Perennial")) {
      assertThat(lintField(Tampered.SUBJECT, new X500Name(subject)))
          .containsExactly("the subject is not what was asked for");
    }
  }

  @Test
  void refusesAnUncriticalNameExtensionWhereTheSubjectIsEmpty() {
    assertThat(lintField(Tampered.SUBJECT, new X500Name(new RDN[0])))
        .containsExactly("an extension is missing, unknown, or wrongly (un)critical");
  }

  @Test
  void refusesAnotherKey() {
    assertThat(
            lintField(
                Tampered.KEY,
                SubjectPublicKeyInfo.getInstance(
                    TestKeys.fresh(KeyType.P_256).getPublic().getEncoded())))
        .containsExactly("the key is not the requested one");
  }

  @Test
  void refusesMissingAndUnknownExtensions() {
    String finding = "an extension is missing, unknown, or wrongly (un)critical";
    assertThat(lint(Tampered.extensions(content, all -> all.remove(Extension.extendedKeyUsage))))
        .contains(finding);
    assertThat(
            lint(Tampered.extensions(content, all -> all.remove(Extension.subjectKeyIdentifier))))
        .contains(finding);
    assertThat(
            lintExtension(Extension.subjectInfoAccess, false, new DEROctetString(new byte[] {1})))
        .containsExactly(finding);
  }

  @Test
  void refusesOtherNames() {
    String finding = "the subject alternative names are not those asked for";
    assertThat(
            lintExtension(
                Extension.subjectAlternativeName, false, names(Orders.EVERY_KIND.subList(0, 4))))
        .containsExactly(finding);
    assertThat(
            lintExtension(
                Extension.subjectAlternativeName,
                false,
                names(List.of(new Identifier.Dns("www.example.test.evil.test")))))
        .containsExactly(finding);
  }

  @Test
  void refusesNamesItCannotRead() {
    assertThat(
            lintExtension(
                Extension.subjectAlternativeName, false, new DEROctetString(new byte[] {1})))
        .singleElement()
        .asString()
        .startsWith("unreadable content: ");
  }

  @Test
  void refusesACa() {
    for (BasicConstraints constraints :
        List.of(new BasicConstraints(true), new BasicConstraints(0))) {
      assertThat(lintExtension(Extension.basicConstraints, true, constraints))
          .containsExactly("the basic constraints are a CA's");
    }
  }

  @Test
  void refusesAKeyUsageThatDoesNotFitTheKey() {
    for (int usage :
        List.of(
            KeyUsage.keyEncipherment,
            KeyUsage.digitalSignature | KeyUsage.keyEncipherment,
            KeyUsage.digitalSignature | KeyUsage.keyCertSign)) {
      assertThat(lintExtension(Extension.keyUsage, true, new KeyUsage(usage)))
          .containsExactly("the key usage does not fit the key");
    }
  }

  @Test
  void refusesOtherPurposes() {
    for (ExtendedKeyUsage purposes :
        List.of(
            new ExtendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage),
            new ExtendedKeyUsage(
                new KeyPurposeId[] {
                  KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_codeSigning
                }))) {
      assertThat(lintExtension(Extension.extendedKeyUsage, false, purposes))
          .containsExactly("the extended key usage is not what was asked for");
    }
  }

  @Test
  void refusesKeyIdentifiersOfOtherKeys() {
    byte[] other = new byte[20];
    assertThat(
            lintExtension(Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(other)))
        .containsExactly("the subject key identifier is missing or another key's");
    assertThat(
            lintExtension(
                Extension.authorityKeyIdentifier, false, new AuthorityKeyIdentifier(other)))
        .containsExactly("the authority key identifier is missing or another issuer's");
  }

  @Test
  void refusesAListThatIsFoundElsewhereOrNowhere() {
    String elsewhere = "the CRL distribution point is not where this issuer's list is found";
    assertThat(
            lintExtension(
                Extension.cRLDistributionPoints,
                false,
                LeafProfile.distributionPoint(URI.create("http://elsewhere.test/1.crl"))))
        .containsExactly(elsewhere);
    assertThat(
            lint(Tampered.extensions(content, all -> all.remove(Extension.cRLDistributionPoints))))
        .contains(elsewhere);
  }
}
