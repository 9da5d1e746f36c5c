package io.perennial.connector.local;

import io.perennial.connector.KeyType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Puts content and signature together (RFC 5280, section 4.1.1). */
final class SignedCertificate {

  private SignedCertificate() {}

  static AlgorithmIdentifier algorithm(KeyType signer) {
    return new DefaultSignatureAlgorithmIdentifierFinder().find(signer.signatureAlgorithm());
  }

  /** The certificate whose content is exactly these bytes. */
  static X509Certificate of(byte[] toBeSigned, KeyType signer, byte[] signature) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(TBSCertificate.getInstance(toBeSigned));
    parts.add(algorithm(signer));
    parts.add(new DERBitString(signature));
    try {
      return parse(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException("a certificate made here cannot be read back", e);
    }
  }

  static X509Certificate parse(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
