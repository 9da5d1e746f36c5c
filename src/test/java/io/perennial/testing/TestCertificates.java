package io.perennial.testing;

import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that no issuer of ours made. */
public final class TestCertificates {

  private TestCertificates() {}

  /** Self-signed, for one DNS name. */
  public static X509Certificate of(String name, Instant from, Duration life) {
    return of(name, from, life, TestKeys.shared(KeyType.P_256));
  }

  public static X509Certificate of(String name, Instant from, Duration life, KeyPair pair) {
    return issued(name, "CN=" + name, from, life, pair.getPublic(), pair);
  }

  /** From a CA of which nothing but its signature is seen. */
  public static X509Certificate issued(
      String name, Instant from, Duration life, PublicKey key, KeyPair ca) {
    return issued(name, "CN=A CA", from, life, key, ca);
  }

  private static X509Certificate issued(
      String name, String issuer, Instant from, Duration life, PublicKey key, KeyPair pair) {
    try {
      X500Name subject = new X500Name("CN=" + name);
      var builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(from.toEpochMilli()),
              Date.from(from),
              Date.from(from.plus(life)),
              subject,
              key);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm(pair)).build(pair.getPrivate())));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static String algorithm(KeyPair pair) {
    return switch (pair.getPrivate().getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC", "ECDSA" -> "SHA256withECDSA";
      default -> "Ed25519";
    };
  }
}
