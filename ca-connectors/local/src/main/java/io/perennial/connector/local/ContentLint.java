package io.perennial.connector.local;

import static io.perennial.connector.local.Lint.unless;

import io.perennial.connector.Identifier;
import io.perennial.connector.SubjectName;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;

/** Rules on the fields of a certificate (RFC 5280, section 4.1). */
final class ContentLint {

  static final List<Lint.Rule> RULES =
      List.of(
          ContentLint::encoding,
          ContentLint::version,
          ContentLint::serial,
          ContentLint::algorithm,
          ContentLint::issuer,
          ContentLint::order,
          ContentLint::timeEncoding,
          ContentLint::start,
          ContentLint::end,
          ContentLint::expiry,
          ContentLint::withinIssuer,
          ContentLint::subject,
          ContentLint::noCasName,
          ContentLint::key);

  private static final int VERSION_3 = 3;
  private static final int LEAST_SERIAL_BITS = 64;
  private static final int MOST_SERIAL_BITS = 20 * 8 - 1;
  private static final Instant YEAR_2050 = Instant.parse("2050-01-01T00:00:00Z");

  private ContentLint() {}

  private static Optional<String> encoding(LintCase c) {
    try {
      return unless(
          Arrays.equals(c.content().getEncoded(ASN1Encoding.DER), c.prepared().toBeSigned()),
          "the content is not DER");
    } catch (IOException e) {
      return Optional.of("the content cannot be encoded");
    }
  }

  private static Optional<String> version(LintCase c) {
    return unless(c.content().getVersionNumber() == VERSION_3, "not a version 3 certificate");
  }

  private static Optional<String> serial(LintCase c) {
    BigInteger serial = c.content().getSerialNumber().getValue();
    return unless(
        serial.signum() > 0
            && serial.bitLength() >= LEAST_SERIAL_BITS
            && serial.bitLength() <= MOST_SERIAL_BITS,
        "the serial number is not a positive one of 64 bits to 20 octets");
  }

  private static Optional<String> algorithm(LintCase c) {
    return unless(
        c.content().getSignature().equals(SignedCertificate.algorithm(c.issuer().key().type())),
        "the signature algorithm does not fit the issuer's key");
  }

  private static Optional<String> issuer(LintCase c) {
    X500Name name = c.content().getIssuer();
    return unless(
        name.getRDNs().length > 0 && name.equals(c.issuer().name()),
        "the issuer's name is empty or another");
  }

  private static Optional<String> order(LintCase c) {
    Lifetime lifetime = lifetime(c);
    return unless(
        lifetime.notBefore().isBefore(lifetime.notAfter()), "the validity ends before it starts");
  }

  private static Optional<String> timeEncoding(LintCase c) {
    TBSCertificate content = c.content();
    return unless(
        rightlyEncoded(content.getStartDate()) && rightlyEncoded(content.getEndDate()),
        "a time before 2050 is no UTCTime, or one from then on no GeneralizedTime");
  }

  private static boolean rightlyEncoded(Time time) {
    boolean generalized = time.toASN1Primitive() instanceof ASN1GeneralizedTime;
    return generalized == !time.getDate().toInstant().isBefore(YEAR_2050);
  }

  private static Optional<String> start(LintCase c) {
    Instant prepared = c.prepared().preparedAt();
    Lifetime allowed = new Lifetime(prepared.minus(Lifetime.MOST_BACKDATED), prepared);
    Instant start = lifetime(c).notBefore();
    return unless(
        !start.isBefore(allowed.notBefore())
            && !start.isAfter(allowed.notAfter())
            && !start.isAfter(c.now()),
        "the validity starts in the future, or over five minutes before it was asked for");
  }

  private static Optional<String> end(LintCase c) {
    Duration life = Duration.between(c.prepared().preparedAt(), lifetime(c).notAfter());
    return unless(
        life.compareTo(c.rules().maxValidity()) <= 0,
        "the validity is longer than " + c.rules().maxValidity());
  }

  private static Optional<String> expiry(LintCase c) {
    return unless(lifetime(c).notAfter().isAfter(c.now()), "the validity is over already");
  }

  private static Optional<String> withinIssuer(LintCase c) {
    return unless(
        c.issuer().lifetime().encloses(lifetime(c)), "the validity leaves that of the issuer");
  }

  /**
   * A subject is what was asked for; else it may be empty, or name one of the DNS names, or name a
   * self-signing organization.
   */
  private static Optional<String> subject(LintCase c) {
    X500Name subject = c.content().getSubject();
    boolean selfIssued = subject.equals(c.content().getIssuer());
    RDN[] names = subject.getRDNs();
    Optional<SubjectName> wanted = c.request().properties().subject();
    boolean fits =
        wanted.isPresent()
            ? encoded(subject, wanted.get())
            : switch (names.length) {
              case 0 -> !selfIssued;
              case 1 -> isDnsName(names[0], c) || (selfIssued && isOrganization(names[0], c));
              default -> false;
            };
    return unless(fits, "the subject is not what was asked for");
  }

  private static boolean encoded(X500Name subject, SubjectName wanted) {
    try {
      return Arrays.equals(subject.getEncoded(ASN1Encoding.DER), wanted.name().getEncoded());
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Revocation lists and chains are found by name: nobody else may have a CA's. */
  private static Optional<String> noCasName(LintCase c) {
    X500Name subject = c.content().getSubject();
    return unless(
        c.issuer().chain().stream()
            .flatMap(ca -> Stream.of(ca.getSubjectX500Principal(), ca.getIssuerX500Principal()))
            .noneMatch(name -> X500Name.getInstance(name.getEncoded()).equals(subject)),
        "the subject is the CA's own name; ask for another");
  }

  private static boolean isDnsName(RDN name, LintCase c) {
    return !name.isMultiValued()
        && name.getFirst().getType().equals(BCStyle.CN)
        && c.request().identifiers().contains(new Identifier.Dns(text(name)));
  }

  private static boolean isOrganization(RDN name, LintCase c) {
    return !name.isMultiValued()
        && name.getFirst().getType().equals(BCStyle.O)
        && c.rules().organization().equals(text(name));
  }

  private static String text(RDN name) {
    return IETFUtils.valueToString(name.getFirst().getValue());
  }

  private static Optional<String> key(LintCase c) {
    try {
      return unless(
          Arrays.equals(
              c.content().getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER),
              c.request().publicKey().getEncoded()),
          "the key is not the requested one");
    } catch (IOException e) {
      return Optional.of("the key cannot be encoded");
    }
  }

  private static Lifetime lifetime(LintCase c) {
    return Lifetime.of(c.content().getValidity());
  }
}
