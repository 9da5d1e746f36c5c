package io.perennial.connector.testkit;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.OrderKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A well-behaved CA that wants a proof for each order and issues once for each. */
final class ToyCa {

  private static final X500Name ROOT = new X500Name("CN=Toy Root");
  private static final X500Name INTERMEDIATE = new X500Name("CN=Toy Intermediate");

  private final SecureRandom random = new SecureRandom();
  private final KeyPair rootKey = TestKeys.fresh(KeyType.P_256);
  private final KeyPair intermediateKey = TestKeys.fresh(KeyType.P_256);
  private final Set<String> proved = ConcurrentHashMap.newKeySet();
  private final Map<OrderKey, List<X509Certificate>> chains = new ConcurrentHashMap<>();
  private final List<X509Certificate> issued = new CopyOnWriteArrayList<>();
  private final Clock clock;
  private final X509Certificate root;
  private final X509Certificate intermediate;

  ToyCa(Clock clock) {
    this.clock = clock;
    root = authority(ROOT, rootKey.getPublic());
    intermediate = authority(INTERMEDIATE, intermediateKey.getPublic());
  }

  X509Certificate root() {
    return root;
  }

  List<X509Certificate> issued() {
    return List.copyOf(issued);
  }

  void prove(String token) {
    proved.add(token);
  }

  void forget(String token) {
    proved.remove(token);
  }

  boolean isProved(String token) {
    return proved.contains(token);
  }

  /** The order's one chain. */
  List<X509Certificate> issue(CertificateRequest request) {
    return chains.computeIfAbsent(
        request.order(), order -> sign(request.publicKey(), request.identifiers()));
  }

  /** A chain for what it is told, as often as it is told. */
  List<X509Certificate> sign(PublicKey key, List<Identifier> identifiers) {
    try {
      X509v3CertificateBuilder builder = builder(INTERMEDIATE, new X500Name("CN=leaf"), key);
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              identifiers.stream()
                  .map(name -> new GeneralName(GeneralName.dNSName, name.value()))
                  .toArray(GeneralName[]::new)));
      X509Certificate leaf = finish(builder, intermediateKey);
      issued.add(leaf);
      return List.of(leaf, intermediate);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate authority(X500Name name, PublicKey key) {
    try {
      X509v3CertificateBuilder builder = builder(ROOT, name, key);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return finish(builder, rootKey);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key) {
    Date from = Date.from(clock.instant().minus(Duration.ofDays(1)));
    Date until = Date.from(clock.instant().plus(Duration.ofDays(30)));
    return new X509v3CertificateBuilder(
        issuer,
        new BigInteger(120, random).setBit(120),
        from,
        until,
        subject,
        SubjectPublicKeyInfo.getInstance(key.getEncoded()));
  }

  private static X509Certificate finish(X509v3CertificateBuilder builder, KeyPair signer) {
    try {
      byte[] encoded =
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
              .getEncoded();
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (IOException | OperatorCreationException | CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
