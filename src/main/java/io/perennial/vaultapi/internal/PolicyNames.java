package io.perennial.vaultapi.internal;

import io.perennial.connector.Identifier;
import io.perennial.pki.Identifiers;
import io.perennial.vaultapi.internal.CertificateBody.Names;
import io.perennial.vaultapi.internal.CertificateBody.X509;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** Subject and alternative names as one list, the common name first. */
final class PolicyNames {

  private static final int LONGEST_SUBJECT = 200;

  private PolicyNames() {}

  /**
   * @param known kept where neither subject nor names are sent
   */
  static List<Identifier> read(Optional<X509> sent, Optional<List<Identifier>> known) {
    Optional<Names> sans = sent.map(X509::sans).filter(PolicyNames::any);
    Optional<Identifier> common =
        sent.map(X509::subject).filter(text -> !text.isBlank()).map(PolicyNames::common);
    if (sans.isEmpty() && common.isEmpty()) {
      return known.orElseThrow(() ->
          VaultProblem.badParameter(
              "A policy needs a subject such as CN=www.example.com, or names in sans.dns_names."));
    }
    Set<Identifier> names = new LinkedHashSet<>();
    common.or(() -> known.map(List::getFirst)).ifPresent(names::add);
    if (sans.isPresent()) {
      names.addAll(parsed(sans.get().dns()));
      names.addAll(parsed(sans.get().addresses()));
    } else {
      known.ifPresent(all -> names.addAll(all.subList(1, all.size())));
    }
    return List.copyOf(names);
  }

  /** Clients send empty lists, and empty objects, for nothing. */
  private static boolean any(Names names) {
    refuse(names.emails(), "sans.emails");
    refuse(names.upns(), "sans.upns");
    refuse(names.uris(), "sans.uris");
    return !parsed(names.dns()).isEmpty() || !parsed(names.addresses()).isEmpty();
  }

  private static void refuse(@Nullable List<String> names, String what) {
    if (names != null && !names.isEmpty()) {
      throw VaultProblem.badParameter(
          "Perennial's certificates name DNS names and IP addresses alone. Leave %s out."
              .formatted(what));
    }
  }

  private static List<Identifier> parsed(@Nullable List<String> names) {
    return names == null || names.isEmpty()
        ? List.of()
        : Identifiers.parseAll(String.join(" ", names));
  }

  private static Identifier common(String subject) {
    if (subject.length() > LONGEST_SUBJECT) {
      throw VaultProblem.badParameter(
          "A subject has at most %d characters.".formatted(LONGEST_SUBJECT));
    }
    List<Rdn> parts;
    try {
      parts = new LdapName(subject).getRdns();
    } catch (InvalidNameException notAName) {
      throw VaultProblem.badParameter(
          "The subject is no distinguished name; send one such as CN=www.example.com.");
    }
    if (parts.size() != 1 || !parts.getFirst().getType().equalsIgnoreCase("CN")) {
      throw VaultProblem.badParameter(
          "Perennial's CAs write the common name alone. Send a subject such as"
              + " CN=www.example.com.");
    }
    return Identifiers.parse(String.valueOf(parts.getFirst().getValue()));
  }
}
