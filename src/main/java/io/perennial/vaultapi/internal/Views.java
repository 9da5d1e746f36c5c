package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Our objects in Key Vault's shape. */
final class Views {

  static final String PKCS12 = "application/x-pkcs12";
  static final String PEM = "application/x-pem-file";

  /** In the order of RFC 5280, section 4.2.1.3, which is also that of the certificate's bits. */
  private static final List<String> USAGES =
      List.of(
          "digitalSignature",
          "nonRepudiation",
          "keyEncipherment",
          "dataEncipherment",
          "keyAgreement",
          "keyCertSign",
          "cRLSign",
          "encipherOnly",
          "decipherOnly");

  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
  private static final int DAYS_OF_A_MONTH = 30;

  private Views() {}

  static Wire.Attributes attributes(Certificate certificate, Optional<Version> version) {
    long created = version.map(Version::issuedAt).orElse(certificate.createdAt()).getEpochSecond();
    return new Wire.Attributes(
        certificate.enabled() && version.isPresent(),
        version.map(Version::notBefore).map(Instant::getEpochSecond),
        version.map(Version::notAfter).map(Instant::getEpochSecond),
        created,
        created);
  }

  static String address(String base, String kind, Certificate certificate, String rest) {
    return base
        + "/"
        + kind
        + "/"
        + certificate.name().value()
        + (rest.isEmpty() ? "" : "/" + rest);
  }

  static Wire.CertificateItem item(
      String id,
      Certificate certificate,
      Optional<Version> version,
      Optional<X509Certificate> leaf) {
    return new Wire.CertificateItem(
        id, leaf.map(Views::thumbprint), attributes(certificate, version), certificate.tags());
  }

  static Wire.CertificateBundle bundle(
      String base,
      Certificate certificate,
      Optional<Version> version,
      Optional<X509Certificate> leaf,
      String issuer) {
    String id = version.map(found -> found.id().value()).orElse("");
    Optional<String> of = version.map(found -> id);
    return new Wire.CertificateBundle(
        address(base, "certificates", certificate, id),
        of.map(rest -> address(base, "keys", certificate, rest)),
        of.map(rest -> address(base, "secrets", certificate, rest)),
        leaf.map(Views::thumbprint),
        leaf.map(found -> Base64.getEncoder().encodeToString(encoded(found))),
        attributes(certificate, version),
        certificate.tags(),
        policy(base, certificate, version, leaf, issuer));
  }

  static Wire.Policy policy(
      String base,
      Certificate certificate,
      Optional<Version> version,
      Optional<X509Certificate> leaf,
      String issuer) {
    CertificatePolicy policy = certificate.policy();
    long created = certificate.createdAt().getEpochSecond();
    return new Wire.Policy(
        address(base, "certificates", certificate, "policy"),
        key(policy.keyType()),
        new Wire.SecretProperties(PKCS12),
        new Wire.X509Properties(
            subject(policy),
            names(policy),
            leaf.map(Views::extendedUsages).orElse(List.of(SERVER_AUTHENTICATION)),
            leaf.map(Views::usages).orElse(List.of(USAGES.getFirst())),
            policy.validity().or(() -> version.map(Version::life)).map(Views::months)),
        List.of(action(policy.lifetimeAction())),
        new Wire.IssuerParameters(issuer),
        new Wire.Attributes(true, Optional.empty(), Optional.empty(), created, created));
  }

  private static Wire.KeyProperties key(KeyType type) {
    return new Wire.KeyProperties(
        true,
        type.algorithm(),
        type.bits(),
        type.algorithm().equals("EC") ? Optional.of("P-" + type.bits()) : Optional.empty(),
        false);
  }

  /**
   * What we ask CAs for has its names in the alternative names; clients want a subject all the
   * same.
   */
  private static String subject(CertificatePolicy policy) {
    return "CN=" + policy.identifiers().getFirst().value();
  }

  private static Wire.Names names(CertificatePolicy policy) {
    List<String> dns = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    for (Identifier name : policy.identifiers()) {
      (name instanceof Identifier.Dns ? dns : addresses).add(name.value());
    }
    return new Wire.Names(dns, addresses);
  }

  /** Key Vault counts whole months; a life that is shorter or between is rounded up. */
  private static long months(Duration life) {
    return Math.max(1, (life.toDays() + DAYS_OF_A_MONTH - 1) / DAYS_OF_A_MONTH);
  }

  private static Wire.LifetimeAction action(LifetimeAction action) {
    return new Wire.LifetimeAction(
        switch (action) {
          case LifetimeAction.Percentage(int percent) ->
              new Wire.Trigger(Optional.of(percent), Optional.empty());
          case LifetimeAction.DaysBeforeExpiry(int days) ->
              new Wire.Trigger(Optional.empty(), Optional.of(days));
        },
        new Wire.Action("AutoRenew"));
  }

  private static List<String> extendedUsages(X509Certificate leaf) {
    try {
      List<String> found = leaf.getExtendedKeyUsage();
      return found == null ? List.of() : found;
    } catch (CertificateParsingException impossible) {
      throw new IllegalStateException("an accepted certificate can be read", impossible);
    }
  }

  static List<String> usages(X509Certificate leaf) {
    boolean[] bits = leaf.getKeyUsage();
    List<String> found = new ArrayList<>();
    for (int i = 0; bits != null && i < Math.min(bits.length, USAGES.size()); i++) {
      if (bits[i]) {
        found.add(USAGES.get(i));
      }
    }
    return found;
  }

  /** SHA-1, because that is what the name says (RFC 7517, section 4.8). */
  private static String thumbprint(X509Certificate leaf) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-1").digest(encoded(leaf)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java runtime has SHA-1", missing);
    }
  }

  private static byte[] encoded(X509Certificate leaf) {
    try {
      return leaf.getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a parsed certificate has an encoding", impossible);
    }
  }
}
