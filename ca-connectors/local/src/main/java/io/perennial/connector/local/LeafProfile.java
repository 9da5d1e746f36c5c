package io.perennial.connector.local;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * An end entity's certificate, a TLS server's unless the request says otherwise: made of the
 * request alone, of whose PKCS#10 nothing but the key is believed. Whatever usages it has, its
 * basic constraints say that it is no CA.
 */
final class LeafProfile {

  /** ub-common-name, RFC 5280, appendix A.1. */
  private static final int MAX_COMMON_NAME = 64;

  private LeafProfile() {}

  /** What was asked for, or the first DNS name as common name where it fits; else empty. */
  static X500Name subject(CertificateRequest request) {
    return request
        .properties()
        .subject()
        .map(subject -> X500Name.getInstance(subject.name().getEncoded()))
        .orElseGet(() -> commonName(request));
  }

  private static X500Name commonName(CertificateRequest request) {
    Optional<Identifier> first =
        request.identifiers().stream().filter(Identifier.Dns.class::isInstance).findFirst();
    return first
        .map(Identifier::value)
        .filter(name -> name.length() <= MAX_COMMON_NAME)
        .map(name -> new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build())
        .orElseGet(() -> new X500Name(new RDN[0]));
  }

  /** The content to sign, DER. */
  static byte[] content(
      CertificateRequest request,
      X500Name subject,
      Issuer issuer,
      Lifetime lifetime,
      BigInteger serial) {
    V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
    generator.setSerialNumber(new ASN1Integer(serial));
    generator.setSignature(SignedCertificate.algorithm(issuer.key().type()));
    generator.setIssuer(issuer.name());
    generator.setValidity(lifetime.encoded());
    generator.setSubject(subject);
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(request.publicKey().getEncoded());
    generator.setSubjectPublicKeyInfo(key);
    try {
      generator.setExtensions(extensions(request, key, subject, issuer));
      return generator.generateTBSCertificate().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a certificate's content cannot be written to memory", e);
    }
  }

  private static Extensions extensions(
      CertificateRequest request, SubjectPublicKeyInfo key, X500Name subject, Issuer issuer)
      throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    extensions.addExtension(Extension.keyUsage, true, keyUsage(request));
    extensions.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes(request)));
    if (request.requested().names() > 0) {
      extensions.addExtension(
          Extension.subjectAlternativeName,
          subject.getRDNs().length == 0,
          Names.encoded(request.requested()));
    }
    KeyIdentifiers.add(extensions, KeyIdentifiers.of(key), issuer);
    if (issuer.crl().isPresent()) {
      extensions.addExtension(
          Extension.cRLDistributionPoints, false, distributionPoint(issuer.crl().get()));
    }
    return extensions.generate();
  }

  /** The full list, signed by the issuer itself (RFC 5280, section 4.2.1.13). */
  static CRLDistPoint distributionPoint(URI address) {
    return new CRLDistPoint(
        new DistributionPoint[] {
          new DistributionPoint(
              new DistributionPointName(
                  new GeneralNames(
                      new GeneralName(GeneralName.uniformResourceIdentifier, address.toString()))),
              null,
              null)
        });
  }

  static KeyUsage keyUsage(CertificateRequest request) {
    return request.properties().keyUsage().isEmpty()
        ? keyUsage(request.keyType())
        : Usages.encoded(request.properties().keyUsage());
  }

  /** RSA also enciphers keys for TLS 1.2's RSA key exchange; EC keys sign (RFC 8446, 4.4.2.2). */
  static KeyUsage keyUsage(KeyType type) {
    return new KeyUsage(
        type.algorithm().equals("RSA")
            ? KeyUsage.digitalSignature | KeyUsage.keyEncipherment
            : KeyUsage.digitalSignature);
  }

  static KeyPurposeId[] purposes(CertificateRequest request) {
    List<String> wanted = request.properties().extendedKeyUsage();
    return wanted.isEmpty()
        ? new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth}
        : wanted.stream()
            .map(purpose -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purpose)))
            .toArray(KeyPurposeId[]::new);
  }
}
