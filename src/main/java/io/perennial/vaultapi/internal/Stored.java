package io.perennial.vaultapi.internal;

import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Listed;
import io.perennial.certificate.Version;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Pem;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * A vault's certificates and their versions by the names that requests use. Finding is not seeing:
 * each route asks for the right that its action needs, which for a secret or a key is another than
 * for the certificate that it belongs to.
 */
@Component
class Stored {

  static final Principal FINDING = Principal.system("vault api");

  private static final Pattern VERSION = Pattern.compile("[0-9a-f]{32}");

  private final Certificates certificates;
  private final CertificateQueries queries;
  private final Issuers issuers;

  Stored(Certificates certificates, CertificateQueries queries, Issuers issuers) {
    this.certificates = certificates;
    this.queries = queries;
    this.issuers = issuers;
  }

  /** Where a right is asked for: at the certificate, or at its vault if there is none. */
  Scope scope(Vault vault, String name) {
    return find(vault, name).map(Certificate::scope).orElse(Scope.vault(vault.id()));
  }

  /**
   * @param kind of object that was asked for, such as {@code Secret}
   */
  Certificate certificate(Vault vault, String kind, String name) {
    return find(vault, name).orElseThrow(() -> VaultProblem.notFound(kind, name));
  }

  Optional<Certificate> find(Vault vault, String name) {
    ObjectName wanted;
    try {
      wanted = new ObjectName(name);
    } catch (Refusal noName) {
      throw VaultProblem.badParameter(noName.sentence());
    }
    return certificates.find(FINDING, vault.id(), wanted);
  }

  /**
   * @param version empty: the current one
   */
  Optional<Version> version(Certificate certificate, String version) {
    return version.isEmpty()
        ? certificate.currentVersion().flatMap(id -> certificates.version(FINDING, id))
        : versionId(version).flatMap(id -> certificates.version(FINDING, certificate.id(), id));
  }

  /** Empty: no version can have this name. */
  static Optional<VersionId> versionId(String version) {
    return Optional.of(version).filter(id -> VERSION.matcher(id).matches()).map(VersionId::new);
  }

  static boolean ownOfThisServer(Vault vault, Certificate certificate) {
    return ownOfThisServer(vault, certificate.name().value());
  }

  static boolean ownOfThisServer(Vault vault, String name) {
    return vault.name().equals(Vaults.FIRST)
        && name.equalsIgnoreCase(Vaults.OWN_CERTIFICATE.value());
  }

  List<X509Certificate> chain(Version version) {
    return Pem.parse(certificates.chain(FINDING, version.id()));
  }

  Page<Listed> page(Vault vault, Slice slice) {
    return queries.page(FINDING, CertificateFilter.all(vault.id()), slice);
  }

  Page<Version> versions(Certificate certificate, Slice slice) {
    return queries.versions(FINDING, certificate.id(), slice);
  }

  /** In Key Vault's words where it has one. */
  String issuer(Certificate certificate) {
    return issuer(certificate.issuer());
  }

  String issuer(IssuerId id) {
    Issuer issuer = issuers.get(FINDING, id);
    return switch (issuer.type()) {
      case "self-signed" -> "Self";
      case "unknown" -> "Unknown";
      default -> issuer.name().value();
    };
  }
}
