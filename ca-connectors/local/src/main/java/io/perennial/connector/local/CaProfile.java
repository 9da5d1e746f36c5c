package io.perennial.connector.local;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * Certificates of the private CA itself. Both carry keyCertSign and cRLSign and no extended key
 * usage, as linters and strict verifiers want it.
 */
enum CaProfile {
  /** Twenty years; may certify intermediates that certify no further CA. */
  ROOT("Root CA", Duration.ofDays(7_305), 1),
  /** Five years; may certify end entities alone. */
  INTERMEDIATE("Intermediate CA", Duration.ofDays(1_826), 0);

  /**
   * Further back than any leaf, so that a leaf made a moment earlier does not predate its issuer.
   */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private final String title;
  private final Duration life;
  private final int pathLength;

  CaProfile(String title, Duration life, int pathLength) {
    this.title = title;
    this.life = life;
    this.pathLength = pathLength;
  }

  Lifetime lifetime(Instant now) {
    return new Lifetime(now.minus(BACKDATED), now.plus(life));
  }

  /** Ends in eight digits of the key's identifier: no two CAs of one organization share a name. */
  X500Name name(String organization, PublicKey key) {
    String digits = HexFormat.of().formatHex(KeyIdentifiers.of(key), 0, 4);
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organization)
        .addRDN(BCStyle.CN, organization + " " + title + " " + digits)
        .build();
  }

  /** The content to sign, DER. */
  byte[] content(
      X500Name name, PublicKey key, Issuer issuer, Lifetime lifetime, BigInteger serial) {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(serial));
    generator.setSignature(SignedCertificate.algorithm(issuer.key().type()));
    generator.setIssuer(issuer.name());
    generator.setValidity(lifetime.encoded());
    generator.setSubject(name);
    generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    try {
      generator.setExtensions(extensions(key, issuer));
      return generator.generateTBSCertificate().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a certificate's content cannot be written to memory", e);
    }
  }

  private Extensions extensions(PublicKey key, Issuer issuer) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
    extensions.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    KeyIdentifiers.add(extensions, KeyIdentifiers.of(key), issuer);
    return extensions.generate();
  }
}
