package io.perennial.protection;

import io.perennial.connector.CertificateRequest;
import io.perennial.connector.Identifier;
import io.perennial.connector.OrderKey;
import io.perennial.connector.RequestedCertificate;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Acceptance;
import io.perennial.pki.Identifiers;
import io.perennial.pki.KeyMaterial;
import io.perennial.policy.CertificatePolicy;
import io.perennial.policy.LifetimeAction;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is wanted of a certificate, read from the certificate itself. */
final class ImportedPolicy {

  /** Warning of what nobody renews: as long before its end as people need to get another. */
  private static final LifetimeAction WARNING = new LifetimeAction.DaysBeforeExpiry(30);

  private static final int MOST_NAMES = 100;
  private static final int LONGEST_NAMES = 12_000;
  private static final OrderKey NO_ORDER = new OrderKey("0".repeat(32));

  private ImportedPolicy() {}

  /**
   * The same names and kind of key again.
   *
   * @throws Refusal when the certificate would not be accepted from a CA either
   */
  static CertificatePolicy of(KeyMaterial material, Instant now, boolean renewed) {
    X509Certificate leaf = material.chain().getFirst();
    List<Identifier> names = names(leaf);
    CertificatePolicy policy =
        new CertificatePolicy(
            names,
            material.type(),
            Optional.empty(),
            Optional.empty(),
            renewed ? CertificatePolicy.TWO_THIRDS : WARNING);
    RequestedCertificate requested = policy.requested();
    List<String> objections =
        Acceptance.objections(
            new CertificateRequest(NO_ORDER, new byte[0], leaf.getPublicKey(), requested),
            material.chain(),
            now);
    if (!objections.isEmpty()) {
      throw Refusal.invalid(
          String.join(" ", objections) + " Import a certificate that servers can use now.");
    }
    return policy;
  }

  private static List<Identifier> names(X509Certificate leaf) {
    List<Identifier> found;
    try {
      found = List.copyOf(Identifiers.of(leaf));
    } catch (CertificateParsingException other) {
      throw Refusal.invalid(
          "The certificate names something besides DNS names and IP addresses. Request one for a"
              + " server.");
    }
    if (found.isEmpty()) {
      throw Refusal.invalid(
          "The certificate has no subject alternative name, so no client accepts it. Request one"
              + " that names its hosts there.");
    }
    if (found.size() > MOST_NAMES || Identifiers.key(found).length() > LONGEST_NAMES) {
      throw Refusal.invalid(
          "The certificate has more than %d names. Request several.".formatted(MOST_NAMES));
    }
    for (Identifier name : found) {
      if (!Identifiers.parse(name.value()).equals(name)) {
        throw Refusal.invalid(
            "The certificate's name '%s' is not in its usual form. Request one for '%s'."
                .formatted(Wishes.shown(name.value()), Identifiers.parse(name.value()).value()));
      }
    }
    return found;
  }
}
