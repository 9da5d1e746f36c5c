package io.perennial.simulation;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.pki.KeyPairs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs what a CA would, or what it should not. */
final class CertificateMint {

  private static final X500Name ISSUER = new X500Name("CN=Simulated Intermediate");
  private static final Instant FOUNDED = Instant.parse("2020-01-01T00:00:00Z");
  private static final Duration TWENTY_YEARS = Duration.ofDays(7_305);

  private final SecureRandom random = new SecureRandom();
  private final KeyPair key = KeyPairs.generate(KeyType.P_256);
  private final KeyPair strangerKey = KeyPairs.generate(KeyType.P_256);
  private final X509Certificate intermediate = authority(key);
  private final X509Certificate stranger = authority(strangerKey);

  /** End entity and intermediate, in whole seconds from a start for as long as asked. */
  List<X509Certificate> chain(CertificateRequest request, Instant start, Duration life, Lie lie) {
    Instant from =
        switch (lie) {
          case FUTURE -> start.plus(Duration.ofDays(1));
          case EXPIRED -> start.minus(life).minusSeconds(60);
          default -> start;
        };
    PublicKey subjectKey = lie == Lie.OTHER_KEY ? strangerKey.getPublic() : request.publicKey();
    boolean signing = lie == Lie.SIGNING_LEAF;
    X509Certificate leaf =
        sign(
            new Content(from, from.plus(life), new X500Name("CN=leaf"), subjectKey, signing),
            names(request.identifiers(), lie),
            key);
    return List.of(leaf, lie == Lie.BROKEN_CHAIN ? stranger : intermediate);
  }

  private static List<Identifier> names(List<Identifier> asked, Lie lie) {
    List<Identifier> names = new ArrayList<>(asked);
    switch (lie) {
      case MISSING_NAME -> names.removeLast();
      case EXTRA_NAME -> names.add(new Identifier.Dns("attacker.example"));
      default -> {}
    }
    return names;
  }

  private X509Certificate authority(KeyPair pair) {
    return sign(
        new Content(FOUNDED, FOUNDED.plus(TWENTY_YEARS), ISSUER, pair.getPublic(), true),
        List.of(),
        pair);
  }

  private X509Certificate sign(Content content, List<Identifier> names, KeyPair signer) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            ISSUER,
            new BigInteger(120, random).setBit(120),
            Date.from(content.from()),
            Date.from(content.until()),
            content.subject(),
            SubjectPublicKeyInfo.getInstance(content.key().getEncoded()));
    try {
      builder.addExtension(
          Extension.basicConstraints, true, new BasicConstraints(content.signing()));
      if (!names.isEmpty()) {
        builder.addExtension(Extension.subjectAlternativeName, false, generalNames(names));
      }
      byte[] encoded =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (IOException | OperatorCreationException | GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static GeneralNames generalNames(List<Identifier> names) {
    return new GeneralNames(
        names.stream()
            .map(name -> new GeneralName(GeneralName.dNSName, name.value()))
            .toArray(GeneralName[]::new));
  }

  private record Content(
      Instant from, Instant until, X500Name subject, PublicKey key, boolean signing) {}
}
