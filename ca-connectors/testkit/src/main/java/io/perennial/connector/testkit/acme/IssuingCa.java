package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import io.perennial.connector.testkit.acme.CertificateMint.Identity;
import io.perennial.connector.testkit.acme.CertificateMint.Template;
import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;

/** A root, an intermediate and a list of everything they issued. */
final class IssuingCa {

  private static final Duration CA_LIFE = Duration.ofDays(3650);
  private static final Duration LIFE = Duration.ofDays(90);

  private final Clock clock;
  private final Identity root;
  private final Identity intermediate;
  private final List<X509Certificate> issued = new ArrayList<>();

  IssuingCa(Clock clock) {
    this.clock = clock;
    this.root = authority("Fault CA Root", Optional.empty());
    this.intermediate = authority("Fault CA Intermediate", Optional.of(root));
  }

  private Identity authority(String name, Optional<Identity> issuer) {
    Instant start = clock.instant().minus(Duration.ofDays(1));
    return CertificateMint.identity(new Template(name, List.of(), true, start, CA_LIFE, issuer));
  }

  X509Certificate root() {
    return root.certificate();
  }

  /** The chain as it is handed out: leaf first. */
  List<X509Certificate> issue(PublicKey key, List<Identifier> names, CertificateFlaw flaw) {
    Instant start =
        flaw == CertificateFlaw.FUTURE_NOT_BEFORE
            ? clock.instant().plus(Duration.ofDays(10))
            : clock.instant().minus(Duration.ofHours(1));
    PublicKey certified =
        flaw == CertificateFlaw.WRONG_KEY ? CertificateMint.keyPair().getPublic() : key;
    Template template =
        new Template("leaf", names(names, flaw), false, start, LIFE, Optional.of(intermediate));
    X509Certificate leaf =
        CertificateMint.certify(template, new KeyPair(certified, intermediate.key()));
    if (flaw == CertificateFlaw.BROKEN_SIGNATURE) {
      leaf = broken(leaf);
    }
    List<X509Certificate> chain = new ArrayList<>(List.of(leaf, intermediate.certificate()));
    if (flaw == CertificateFlaw.ROOT_INCLUDED) {
      chain.add(root.certificate());
    }
    synchronized (issued) {
      issued.add(leaf);
    }
    return List.copyOf(chain);
  }

  List<X509Certificate> issued() {
    synchronized (issued) {
      return List.copyOf(issued);
    }
  }

  private static List<GeneralName> names(List<Identifier> wanted, CertificateFlaw flaw) {
    List<GeneralName> names = new ArrayList<>(wanted.stream().map(IssuingCa::name).toList());
    if (flaw == CertificateFlaw.MISSING_SAN) {
      names.removeLast();
    } else if (flaw == CertificateFlaw.EXTRA_SAN) {
      names.add(new GeneralName(GeneralName.dNSName, "unasked.example"));
    }
    return names;
  }

  static GeneralName name(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Dns(String value) -> new GeneralName(GeneralName.dNSName, value);
      case Identifier.Ip(String value) -> new GeneralName(GeneralName.iPAddress, value);
    };
  }

  private static X509Certificate broken(X509Certificate whole) {
    try {
      byte[] der = whole.getEncoded();
      der[der.length - 1] ^= 1;
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException impossible) {
      throw new IllegalStateException("only the signature's value was changed", impossible);
    }
  }
}
