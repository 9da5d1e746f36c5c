package io.perennial.vaultapi.internal;

import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Issuers by the names that policies call them. */
@Component
class NamedIssuers {

  private final Issuers issuers;

  NamedIssuers(Issuers issuers) {
    this.issuers = issuers;
  }

  boolean issuing(Issuer issuer) {
    return issuers.issuing(issuer);
  }

  Issuer of(io.perennial.certificate.Certificate certificate) {
    return issuers.get(Stored.FINDING, certificate.issuer());
  }

  /** Options of other CAs' products have no meaning here. */
  Issuer named(Vault vault, CertificateBody.Issuer sent) {
    if (sent.cty() != null || sent.transparency() != null) {
      throw VaultProblem.badParameter(
          "cty and cert_transparency are settings of other CAs' products. Leave them out; what an"
              + " issuer of Perennial's issues is among its own settings.");
    }
    return named(vault, Optional.ofNullable(sent.name()).orElse("Unknown"));
  }

  Issuer named(Vault vault, String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "self" -> first(issuers::selfSigning, name);
      case "unknown" -> first(issuer -> !issuers.issuing(issuer), name);
      default -> known(vault, name).orElseThrow(() -> none(name));
    };
  }

  private Issuer first(Predicate<Issuer> kind, String name) {
    return issuers.list(Stored.FINDING).stream()
        .filter(issuer -> issuer.vault().isEmpty() && kind.test(issuer))
        .findFirst()
        .orElseThrow(() -> none(name));
  }

  private Optional<Issuer> known(Vault vault, String name) {
    try {
      return issuers.find(Stored.FINDING, vault.id(), new ObjectName(name));
    } catch (Refusal noName) {
      return Optional.empty();
    }
  }

  private static VaultProblem none(String name) {
    return VaultProblem.badParameter(
        "There is no issuer %s; send Self, Unknown, or the name of one that is configured."
            .formatted(name));
  }
}
