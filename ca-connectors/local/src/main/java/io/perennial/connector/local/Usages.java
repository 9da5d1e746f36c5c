package io.perennial.connector.local;

import io.perennial.connector.KeyUsage;
import io.perennial.connector.RequestedCertificate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What keys are certified for, and what a CA keeps to itself. */
final class Usages {

  /** RFC 6960, section 4.2.2.2. */
  private static final String OCSP_SIGNING = "1.3.6.1.5.5.7.3.9";

  private static final List<KeyUsage> OF_AUTHORITIES =
      List.of(KeyUsage.KEY_CERT_SIGN, KeyUsage.CRL_SIGN);

  private Usages() {}

  static org.bouncycastle.asn1.x509.KeyUsage encoded(List<KeyUsage> usages) {
    return new org.bouncycastle.asn1.x509.KeyUsage(
        usages.stream().mapToInt(Usages::bit).reduce(0, (all, one) -> all | one));
  }

  private static int bit(KeyUsage usage) {
    return switch (usage) {
      case DIGITAL_SIGNATURE -> org.bouncycastle.asn1.x509.KeyUsage.digitalSignature;
      case NON_REPUDIATION -> org.bouncycastle.asn1.x509.KeyUsage.nonRepudiation;
      case KEY_ENCIPHERMENT -> org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment;
      case DATA_ENCIPHERMENT -> org.bouncycastle.asn1.x509.KeyUsage.dataEncipherment;
      case KEY_AGREEMENT -> org.bouncycastle.asn1.x509.KeyUsage.keyAgreement;
      case KEY_CERT_SIGN -> org.bouncycastle.asn1.x509.KeyUsage.keyCertSign;
      case CRL_SIGN -> org.bouncycastle.asn1.x509.KeyUsage.cRLSign;
      case ENCIPHER_ONLY -> org.bouncycastle.asn1.x509.KeyUsage.encipherOnly;
      case DECIPHER_ONLY -> org.bouncycastle.asn1.x509.KeyUsage.decipherOnly;
    };
  }

  /**
   * What nobody but the CA itself may do in its name: certify, list what it revoked, answer for it
   * what is revoked. A self-signed certificate speaks for nobody else, so it may say that of
   * itself.
   *
   * @return reasons to refuse; empty when there are none
   */
  static List<String> objections(RequestedCertificate requested) {
    List<String> kept =
        Stream.concat(
                OF_AUTHORITIES.stream()
                    .filter(requested.properties().keyUsage()::contains)
                    .map(KeyUsage::word),
                Stream.of(OCSP_SIGNING).filter(requested.properties().extendedKeyUsage()::contains))
            .toList();
    return kept.isEmpty()
        ? List.of()
        : List.of(
            "This CA keeps %s to itself, or whoever holds the key could act for it; leave that out of the usages, or choose the issuer Self."
                .formatted(kept.stream().collect(Collectors.joining(" and "))));
  }
}
