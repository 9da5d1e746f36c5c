package io.perennial.pki;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The checks between what a CA sent and a version. The JDK's path validator is not asked: it takes
 * a leaf that may sign certificates, and throws where it should refuse.
 */
public final class Acceptance {

  private static final int MAX_CHAIN = 8;
  private static final int KEY_CERT_SIGN = 5;
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  private Acceptance() {}

  /**
   * Compares a chain with the request that it answers.
   *
   * @return the reasons to refuse it, in words; empty when it is accepted
   */
  public static List<String> objections(
      CertificateRequest request, List<X509Certificate> chain, Instant now) {
    if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
      return List.of("The CA sent %d certificates.".formatted(chain.size()));
    }
    List<String> objections = new ArrayList<>();
    X509Certificate leaf = chain.getFirst();
    try {
      key(request, leaf, objections);
      names(request, leaf, objections);
      usage(leaf, objections);
      dates(leaf, now, objections);
      links(chain, now, objections);
    } catch (CertificateParsingException | RuntimeException unreadable) {
      objections.add("The certificate cannot be read: " + unreadable.getMessage() + ".");
    }
    return objections;
  }

  private static void key(
      CertificateRequest request, X509Certificate leaf, List<String> objections) {
    if (!java.util.Arrays.equals(
        leaf.getPublicKey().getEncoded(), request.publicKey().getEncoded())) {
      objections.add("The certificate is for another key than the one requested.");
    }
  }

  private static void names(
      CertificateRequest request, X509Certificate leaf, List<String> objections)
      throws CertificateParsingException {
    Set<Identifier> issued = Identifiers.of(leaf);
    Set<Identifier> missing = new LinkedHashSet<>(request.identifiers());
    missing.removeAll(issued);
    Set<Identifier> extra = new LinkedHashSet<>(issued);
    extra.removeAll(Set.copyOf(request.identifiers()));
    if (!missing.isEmpty()) {
      objections.add("The certificate lacks " + Identifiers.key(missing) + ".");
    }
    if (!extra.isEmpty()) {
      objections.add("The certificate also names " + Identifiers.key(extra) + ".");
    }
  }

  private static void usage(X509Certificate leaf, List<String> objections)
      throws CertificateParsingException {
    boolean[] usage = leaf.getKeyUsage();
    if (leaf.getBasicConstraints() >= 0 || (usage != null && usage[KEY_CERT_SIGN])) {
      objections.add("The certificate could itself sign certificates.");
    }
    List<String> purposes = leaf.getExtendedKeyUsage();
    if (purposes != null && !purposes.contains("1.3.6.1.5.5.7.3.1")) {
      objections.add("The certificate is not for servers.");
    }
    if (leaf.hasUnsupportedCriticalExtension()) {
      objections.add("The certificate has a critical extension that nobody would understand.");
    }
  }

  private static void dates(X509Certificate leaf, Instant now, List<String> objections) {
    Instant notBefore = leaf.getNotBefore().toInstant();
    Instant notAfter = leaf.getNotAfter().toInstant();
    if (!notAfter.isAfter(notBefore)) {
      objections.add("The certificate ends before it begins.");
    } else if (!notAfter.isAfter(now)) {
      objections.add("The certificate has already expired, on " + notAfter + ".");
    } else if (notBefore.isAfter(now.plus(CLOCK_TOLERANCE))) {
      objections.add(
          "The certificate begins in the future, on " + notBefore + "; is this clock right?");
    }
  }

  private static void links(List<X509Certificate> chain, Instant now, List<String> objections) {
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate certificate = chain.get(i);
      boolean last = i == chain.size() - 1;
      X509Certificate issuer = last ? certificate : chain.get(i + 1);
      if (!last && !signedBy(certificate, issuer)) {
        objections.add("The chain is broken behind certificate %d.".formatted(i + 1));
      }
      if (i > 0 && certificate.getBasicConstraints() < 0) {
        objections.add("Certificate %d of the chain is not a CA's.".formatted(i + 1));
      }
      if (i > 0 && certificate.getNotAfter().toInstant().isBefore(now)) {
        objections.add("Certificate %d of the chain has expired.".formatted(i + 1));
      }
      if (last && i == 0 && selfIssued(certificate) && !signedBy(certificate, certificate)) {
        objections.add("The certificate's own signature is broken.");
      }
    }
  }

  static boolean selfIssued(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }

  static boolean signedBy(X509Certificate certificate, X509Certificate issuer) {
    if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
      return false;
    }
    try {
      KeyPairs.verify(certificate, issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException broken) {
      return false;
    }
  }

  /** The chain without a self-issued root behind other certificates: servers do not send it. */
  public static List<X509Certificate> withoutRoot(List<X509Certificate> chain) {
    return chain.size() > 1 && selfIssued(chain.getLast())
        ? List.copyOf(chain.subList(0, chain.size() - 1))
        : chain;
  }
}
