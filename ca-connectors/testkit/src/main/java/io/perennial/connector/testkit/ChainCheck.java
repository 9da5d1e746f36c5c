package io.perennial.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.connector.Identifier;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What is asserted of issued chains. */
final class ChainCheck {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private ChainCheck() {}

  /** Each certificate certifies the one before, all hold now, and a root stands at the end. */
  static void assertLeads(List<X509Certificate> chain, List<X509Certificate> roots, Instant now)
      throws GeneralSecurityException {
    assertThat(chain).as("the chain").isNotEmpty().doesNotHaveDuplicates();
    assertThat(chain.getFirst().getBasicConstraints())
        .as("the first certificate is an end entity's")
        .isEqualTo(-1);
    for (int i = 0; i < chain.size(); i++) {
      chain.get(i).checkValidity(Date.from(now));
      if (i > 0) {
        X509Certificate issuer = chain.get(i);
        assertThat(issuer.getBasicConstraints()).as("certificate %d is a CA", i).isNotNegative();
        assertThat(certifies(issuer, chain.get(i - 1)))
            .as("certificate %d certifies the one before", i)
            .isTrue();
      }
    }
    X509Certificate last = chain.getLast();
    assertThat(roots).as("the expected roots").isNotEmpty();
    assertThat(roots)
        .as("roots of which one certifies the chain's end, or is it")
        .anyMatch(root -> root.equals(last) || certifies(root, last));
  }

  private static boolean certifies(X509Certificate issuer, X509Certificate subject) {
    if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())) {
      return false;
    }
    try {
      subject.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException notByThisKey) {
      return false;
    }
  }

  /** The subject alternative names are these and no others, in any order. */
  static void assertNames(X509Certificate certificate, List<Identifier> identifiers)
      throws CertificateParsingException {
    Collection<List<?>> found =
        Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
    assertThat(found.stream().map(ChainCheck::canonical).toList())
        .as("subject alternative names")
        .containsExactlyInAnyOrderElementsOf(
            identifiers.stream().map(ChainCheck::canonical).toList());
  }

  private static String canonical(List<?> name) {
    return switch ((Integer) name.get(0)) {
      case DNS_NAME -> "dns " + name.get(1);
      case IP_ADDRESS -> "ip " + InetAddress.ofLiteral((String) name.get(1)).getHostAddress();
      case Integer other -> "a name of kind " + other;
    };
  }

  private static String canonical(Identifier identifier) {
    return switch (identifier) {
      case Identifier.Dns dns -> "dns " + dns.value();
      case Identifier.Ip ip -> "ip " + InetAddress.ofLiteral(ip.value()).getHostAddress();
    };
  }

  /** How many certificates these are: what was signed counts, not the signature's randomness. */
  static long count(Collection<X509Certificate> certificates) {
    return certificates.stream().map(ChainCheck::content).distinct().count();
  }

  private static String content(X509Certificate certificate) {
    try {
      return HexFormat.of().formatHex(certificate.getTBSCertificate());
    } catch (GeneralSecurityException e) {
      throw new AssertionError("a certificate whose content cannot be encoded", e);
    }
  }
}
