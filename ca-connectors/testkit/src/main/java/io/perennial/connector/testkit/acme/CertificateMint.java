package io.perennial.connector.testkit.acme;

import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates; P-256 and ECDSA throughout. */
final class CertificateMint {

  /** A certificate and the key it certifies. */
  record Identity(X509Certificate certificate, PrivateKey key) {}

  /**
   * What goes into one certificate.
   *
   * @param issuer signs; absent for a self-signed one
   */
  record Template(
      String commonName,
      List<GeneralName> names,
      boolean authority,
      Instant notBefore,
      Duration life,
      Optional<Identity> issuer) {}

  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateMint() {}

  static Identity identity(Template template) {
    KeyPair keys = TestKeys.fresh(KeyType.P_256);
    return new Identity(certify(template, keys), keys.getPrivate());
  }

  /** The private key of the pair is used for self-signed certificates only. */
  static X509Certificate certify(Template template, KeyPair subject) {
    X500Principal name = new X500Principal("CN=" + template.commonName());
    X500Principal issuer =
        template.issuer().map(by -> by.certificate().getSubjectX500Principal()).orElse(name);
    PrivateKey signer = template.issuer().map(Identity::key).orElse(subject.getPrivate());
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(120, RANDOM).setBit(120),
              Date.from(template.notBefore()),
              Date.from(template.notBefore().plus(template.life())),
              name,
              subject.getPublic());
      addExtensions(builder, template);
      addAuthorityKey(builder, template);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer)));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException failed) {
      throw new IllegalStateException("the certificate could not be made", failed);
    }
  }

  /** Renewal information names a certificate by it (RFC 9773, section 4.1). */
  private static void addAuthorityKey(JcaX509v3CertificateBuilder builder, Template template)
      throws CertIOException, NoSuchAlgorithmException {
    if (template.issuer().isPresent()) {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new JcaX509ExtensionUtils()
              .createAuthorityKeyIdentifier(template.issuer().get().certificate().getPublicKey()));
    }
  }

  private static void addExtensions(JcaX509v3CertificateBuilder builder, Template template)
      throws CertIOException {
    builder.addExtension(
        Extension.basicConstraints, true, new BasicConstraints(template.authority()));
    int usage =
        template.authority() ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (!template.names().isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(template.names().toArray(GeneralName[]::new)));
    }
  }
}
