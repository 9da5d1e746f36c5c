package io.perennial.pki;

import io.perennial.connector.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * An authority whose certificates are shown by TLS clients, and are of no use to anything else.
 *
 * @param certificate self-signed; may sign end entities alone
 */
public record ClientAuthority(SigningKey key, X509Certificate certificate) {

  /** That there is none (RFC 5280, section 4.1.2.5): who trusts this authority has it in hand. */
  private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

  private static final int SERIAL_BITS = 127;
  private static final int KEY_IDENTIFIER_BYTES = 20;

  /**
   * A new authority.
   *
   * @param name its common name
   */
  public static ClientAuthority create(
      SigningKey key, String name, Instant now, RandomGenerator random) {
    X500Name subject = commonName(name);
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            subject, serial(random), Date.from(now), Date.from(NO_END), subject, key.publicKey());
    try {
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new SubjectKeyIdentifier(identifier(key.publicKey())));
      return new ClientAuthority(key, signed(builder, key));
    } catch (IOException impossible) {
      throw new IllegalStateException("an authority's certificate cannot be written", impossible);
    }
  }

  /**
   * A certificate for a client (RFC 5280, section 4.2.1.12: clientAuth), signed by this authority.
   *
   * @param client whose it is, in the subject alternative name
   * @param name for people; the client is known by {@code client} alone
   */
  public X509Certificate issue(
      PublicKey subject, URI client, String name, Life life, RandomGenerator random) {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
            serial(random),
            Date.from(life.begins()),
            Date.from(life.ends()),
            commonName(name),
            subject);
    try {
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
          .addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(
                  new GeneralName(GeneralName.uniformResourceIdentifier, client.toString())))
          .addExtension(
              Extension.subjectKeyIdentifier, false, new SubjectKeyIdentifier(identifier(subject)))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              new AuthorityKeyIdentifier(identifier(key.publicKey())));
      return signed(builder, key);
    } catch (IOException impossible) {
      throw new IllegalStateException("a client's certificate cannot be written", impossible);
    }
  }

  /**
   * Whether an authority signed a certificate (RFC 5280, section 6.1.3). Its time is not looked at:
   * that is for whoever knows what the time is.
   *
   * @param shown by anybody, so perhaps no certificate at all; that was not signed either
   */
  public static boolean signed(byte[] shown, X509Certificate authority) {
    try {
      X509CertificateHolder read = new X509CertificateHolder(shown);
      // The signature is checked over what was read, written anew: that must be what was shown.
      return Arrays.equals(read.toASN1Structure().getEncoded(ASN1Encoding.DER), shown)
          && read.isSignatureValid(
              new JcaContentVerifierProviderBuilder().build(authority.getPublicKey()));
    } catch (IOException
        | CertException
        | OperatorCreationException
        | IllegalArgumentException
        | IllegalStateException foreign) {
      return false;
    }
  }

  private static X500Name commonName(String name) {
    return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
  }

  private static BigInteger serial(RandomGenerator random) {
    byte[] bytes = new byte[SERIAL_BITS / Byte.SIZE + 1];
    random.nextBytes(bytes);
    return new BigInteger(1, bytes).clearBit(SERIAL_BITS).setBit(SERIAL_BITS - 1);
  }

  /** 160 bits of SHA-256 (RFC 7093, section 2, method 1). */
  private static byte[] identifier(PublicKey key) {
    try {
      byte[] bits =
          org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(key.getEncoded())
              .getPublicKeyData()
              .getBytes();
      return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(bits), KEY_IDENTIFIER_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, SigningKey key) {
    try {
      return new JcaX509CertificateConverter().getCertificate(builder.build(new Handle(key)));
    } catch (CertificateException impossible) {
      throw new IllegalStateException("a certificate made here cannot be read", impossible);
    }
  }

  /** From when until when a certificate is good. */
  public record Life(Instant begins, Instant ends) {}

  private record Handle(SigningKey key, ByteArrayOutputStream content) implements ContentSigner {

    Handle(SigningKey key) {
      this(key, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new DefaultSignatureAlgorithmIdentifierFinder().find(key.type().signatureAlgorithm());
    }

    @Override
    public OutputStream getOutputStream() {
      return content;
    }

    @Override
    public byte[] getSignature() {
      try {
        return key.sign(key.type().signatureAlgorithm(), content.toByteArray());
      } catch (SignatureException unfit) {
        throw new IllegalStateException(unfit);
      }
    }
  }
}
