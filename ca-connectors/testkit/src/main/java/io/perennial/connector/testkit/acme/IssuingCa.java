package io.perennial.connector.testkit.acme;

import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.connector.testkit.TestKeys;
import io.perennial.connector.testkit.TestRequests;
import io.perennial.connector.testkit.acme.CertificateMint.Identity;
import io.perennial.connector.testkit.acme.CertificateMint.Template;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;

/** A root, an intermediate and a list of everything they issued. */
public final class IssuingCa {

  private static final Duration CA_LIFE = Duration.ofDays(3650);
  private static final Duration LIFE = Duration.ofDays(90);
  private static final int UNUSED_REASON = 7;
  private static final int LAST_REASON = 10;

  private final Clock clock;
  private final Identity root;
  private final Identity intermediate;
  private final List<X509Certificate> issued = new ArrayList<>();
  private final Map<BigInteger, Integer> revoked = new HashMap<>();

  /** A CA of its own. */
  public IssuingCa(Clock clock) {
    this.clock = clock;
    this.root = authority("Fault CA Root", Optional.empty());
    this.intermediate = authority("Fault CA Intermediate", Optional.of(root));
  }

  private Identity authority(String name, Optional<Identity> issuer) {
    Instant start = clock.instant().minus(Duration.ofDays(1));
    return CertificateMint.identity(new Template(name, List.of(), true, start, CA_LIFE, issuer));
  }

  public X509Certificate root() {
    return root.certificate();
  }

  /** The chain as it is handed out: leaf first. Issues as often as it is asked. */
  public List<X509Certificate> issue(PublicKey key, List<Identifier> names, CertificateFlaw flaw) {
    Instant start =
        flaw == CertificateFlaw.FUTURE_NOT_BEFORE
            ? clock.instant().plus(Duration.ofDays(10))
            : clock.instant().minus(Duration.ofHours(1));
    PublicKey certified =
        flaw == CertificateFlaw.WRONG_KEY ? TestKeys.fresh(KeyType.P_256).getPublic() : key;
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

  /** Every end-entity certificate ever issued, in order. */
  public List<X509Certificate> issued() {
    synchronized (issued) {
      return List.copyOf(issued);
    }
  }

  void revoke(byte[] der, int reason) throws Refusal {
    if (reason == UNUSED_REASON || reason < 0 || reason > LAST_REASON) {
      throw new Refusal(400, "badRevocationReason", "there is no reason " + reason);
    }
    synchronized (issued) {
      X509Certificate certificate =
          issued.stream()
              .filter(each -> same(each, der))
              .findFirst()
              .orElseThrow(() -> Refusal.notFound("certificate"));
      if (revoked.putIfAbsent(certificate.getSerialNumber(), reason) != null) {
        throw new Refusal(400, "alreadyRevoked", "the certificate is revoked already");
      }
    }
  }

  /** The reasons of what was revoked (RFC 5280, section 5.3.1), by serial number. */
  public Map<BigInteger, Integer> revoked() {
    synchronized (issued) {
      return Map.copyOf(revoked);
    }
  }

  static boolean same(X509Certificate certificate, byte[] der) {
    try {
      return Arrays.equals(certificate.getEncoded(), der);
    } catch (CertificateException impossible) {
      throw new IllegalStateException("a parsed certificate has an encoding", impossible);
    }
  }

  private static List<GeneralName> names(List<Identifier> wanted, CertificateFlaw flaw) {
    List<GeneralName> names =
        new ArrayList<>(wanted.stream().map(TestRequests::generalName).toList());
    if (flaw == CertificateFlaw.MISSING_SAN) {
      names.removeLast();
    } else if (flaw == CertificateFlaw.EXTRA_SAN) {
      names.add(new GeneralName(GeneralName.dNSName, "unasked.example"));
    }
    return names;
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
