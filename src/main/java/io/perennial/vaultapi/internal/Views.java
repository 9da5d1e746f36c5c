package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.SecretForm;
import io.perennial.certificate.Version;
import io.perennial.connector.Identifier;
import io.perennial.connector.KeyType;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import io.perennial.vault.Vault;
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
  private static final double DAYS_OF_A_MONTH = 365.25 / 12;

  private Views() {}

  static Wire.Attributes attributes(Certificate certificate, Optional<Version> version) {
    Instant created = version.map(Version::issuedAt).orElse(certificate.createdAt());
    return new Wire.Attributes(
        certificate.enabled() && version.isPresent(),
        version.map(Version::notBefore).map(Instant::getEpochSecond),
        version.map(Version::notAfter).map(Instant::getEpochSecond),
        created.getEpochSecond(),
        updated(certificate, created).getEpochSecond());
  }

  /** What is said of a certificate is said of each version, so an edit is one of all of them. */
  private static Instant updated(Certificate certificate, Instant created) {
    return certificate.updatedAt().isAfter(created) ? certificate.updatedAt() : created;
  }

  /** What becomes of deleted objects, in the words that were recorded from the real service. */
  static String recoveryLevel(Vault vault) {
    return (vault.retentionDays() < Vault.DEFAULT_RETENTION_DAYS ? "Customized" : "")
        + "Recoverable"
        + (vault.purgeProtection() ? "" : "+Purgeable");
  }

  static String address(String base, String kind, Certificate certificate, String rest) {
    return base
        + "/"
        + kind
        + "/"
        + certificate.name().value()
        + (rest.isEmpty() ? "" : "/" + rest);
  }

  static Wire.Policy policy(
      String base,
      Certificate certificate,
      Optional<Version> version,
      Optional<X509Certificate> leaf,
      String issuer) {
    CertificatePolicy policy = certificate.policy();
    return new Wire.Policy(
        address(base, "certificates", certificate, "policy"),
        key(policy.keyType()),
        new Wire.SecretProperties(contentType(certificate)),
        new Wire.X509Properties(
            subject(policy),
            names(policy),
            leaf.map(Views::extendedUsages).orElse(List.of(SERVER_AUTHENTICATION)),
            leaf.map(Views::usages).orElse(Usages.keyUsage(policy.keyType())),
            policy.validity().or(() -> version.map(Version::life)).map(Views::months)),
        List.of(action(policy.lifetimeAction(), issuer)),
        new Wire.IssuerParameters(issuer),
        new Wire.Attributes(
            true,
            Optional.empty(),
            Optional.empty(),
            certificate.createdAt().getEpochSecond(),
            updated(certificate, certificate.createdAt()).getEpochSecond()));
  }

  /** What its secret is unless a client asks for another form. */
  static String contentType(Certificate certificate) {
    return certificate.secretForm() == SecretForm.PEM ? PEM : PKCS12;
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
    return Math.max(1, (long) Math.ceil(life.toDays() / DAYS_OF_A_MONTH));
  }

  private static Wire.LifetimeAction action(LifetimeAction action, String issuer) {
    return new Wire.LifetimeAction(
        switch (action) {
          case LifetimeAction.Percentage(int percent) ->
              new Wire.Trigger(Optional.of(percent), Optional.empty());
          case LifetimeAction.DaysBeforeExpiry(int days) ->
              new Wire.Trigger(Optional.empty(), Optional.of(days));
        },
        new Wire.Action(issuer.equals("Unknown") ? "EmailContacts" : "AutoRenew"));
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
  static String thumbprint(X509Certificate leaf) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(MessageDigest.getInstance("SHA-1").digest(encoded(leaf)));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("every Java runtime has SHA-1", missing);
    }
  }

  static byte[] encoded(X509Certificate leaf) {
    try {
      return leaf.getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a parsed certificate has an encoding", impossible);
    }
  }
}
