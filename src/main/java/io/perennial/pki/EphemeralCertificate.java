package io.perennial.pki;

import io.perennial.connector.KeyType;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate that nobody should trust, with which the TLS listener opens at the very first
 * start, for the moment until its real one is issued. Never stored.
 *
 * @param chain the certificate alone
 */
public record EphemeralCertificate(KeyPair keys, List<X509Certificate> chain) {

  private static final Duration LIFE = Duration.ofHours(1);

  public static EphemeralCertificate create(Instant now) {
    KeyPair keys = KeyPairs.generate(KeyType.P_256);
    X500Name name = new X500Name("CN=Perennial is starting");
    try {
      X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  new JcaX509v3CertificateBuilder(
                          name,
                          BigInteger.valueOf(now.toEpochMilli()),
                          Date.from(now.minusSeconds(60)),
                          Date.from(now.plus(LIFE)),
                          name,
                          keys.getPublic())
                      .build(
                          new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
      return new EphemeralCertificate(keys, List.of(certificate));
    } catch (OperatorCreationException | CertificateException impossible) {
      throw new IllegalStateException("a P-256 certificate cannot be made", impossible);
    }
  }

  @Override
  public String toString() {
    return "EphemeralCertificate";
  }
}
