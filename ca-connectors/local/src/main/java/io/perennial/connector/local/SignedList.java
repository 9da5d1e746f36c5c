package io.perennial.connector.local;

import io.perennial.connector.CrlSource.Crl;
import java.io.IOException;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;

/** Puts a list into the form of RFC 5280, section 5. */
final class SignedList {

  private SignedList() {}

  static Crl of(RevocationList list, Issuer issuer) throws SignatureException {
    Instant nextUpdate = list.thisUpdate().plus(RevocationList.VALIDITY);
    try {
      TBSCertList content = content(list, nextUpdate, issuer);
      byte[] signature =
          issuer
              .key()
              .sign(issuer.key().type().signatureAlgorithm(), content.getEncoded(ASN1Encoding.DER));
      byte[] der =
          new DERSequence(
                  new ASN1Encodable[] {
                    content,
                    SignedCertificate.algorithm(issuer.key().type()),
                    new DERBitString(signature)
                  })
              .getEncoded(ASN1Encoding.DER);
      return new Crl(list.number(), der, list.thisUpdate(), nextUpdate);
    } catch (IOException e) {
      throw new IllegalStateException("a list cannot be written to memory", e);
    }
  }

  /** No entry is critical, and none says that its reason is unspecified (section 5.3.1). */
  private static TBSCertList content(RevocationList list, Instant nextUpdate, Issuer issuer)
      throws IOException {
    V2TBSCertListGenerator generator = new V2TBSCertListGenerator();
    generator.setSignature(SignedCertificate.algorithm(issuer.key().type()));
    generator.setIssuer(issuer.name());
    generator.setThisUpdate(time(list.thisUpdate()));
    generator.setNextUpdate(time(nextUpdate));
    for (RevocationList.Entry entry : list.entries()) {
      generator.addCRLEntry(
          new ASN1Integer(entry.serial()), time(entry.revokedAt()), entry.reason().code());
    }
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(issuer.keyIdentifier()));
    extensions.addExtension(
        Extension.cRLNumber, false, new CRLNumber(java.math.BigInteger.valueOf(list.number())));
    generator.setExtensions(extensions.generate());
    return generator.generateTBSCertList();
  }

  private static Time time(Instant instant) {
    return new Time(Date.from(instant));
  }
}
