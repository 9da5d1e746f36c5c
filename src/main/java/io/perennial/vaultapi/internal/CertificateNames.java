package io.perennial.vaultapi.internal;

import io.perennial.certificate.Certificates;
import io.perennial.certificate.DeletedCertificates;
import io.perennial.issuance.Issuance;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.vault.Vault;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Names that a certificate may be made under, or a version added to, now. */
@Component
class CertificateNames {

  /** Each is a path of its own. */
  private static final Set<String> RESERVED = Set.of("contacts", "issuers", "restore");

  private final Certificates certificates;
  private final DeletedCertificates deleted;
  private final Issuance issuance;

  CertificateNames(Certificates certificates, DeletedCertificates deleted, Issuance issuance) {
    this.certificates = certificates;
    this.deleted = deleted;
    this.issuance = issuance;
  }

  ObjectName require(Vault vault, String text) {
    ObjectName name;
    try {
      name = new ObjectName(text);
    } catch (Refusal noName) {
      throw VaultProblem.badParameter(noName.sentence());
    }
    if (RESERVED.contains(name.value())) {
      throw VaultProblem.badParameter("The name %s is taken by an operation.".formatted(text));
    }
    if (deleted.find(Stored.FINDING, vault.id(), name).isPresent()) {
      throw new VaultProblem(
          HttpStatus.CONFLICT,
          "Conflict",
          Optional.of("ObjectIsDeletedButRecoverable"),
          "The certificate %s is deleted but recoverable, so its name is taken. Recover or purge it first."
              .formatted(name.value()));
    }
    certificates
        .find(Stored.FINDING, vault.id(), name)
        .filter(known -> issuance.open(known.id()).isPresent())
        .ifPresent(busy -> {
          throw busy(name);
        });
    return name;
  }

  /** For a name of which a version is being issued already. */
  static VaultProblem busy(ObjectName name) {
    return new VaultProblem(
        HttpStatus.CONFLICT,
        "Forbidden",
        Optional.empty(),
        "A version of the certificate %s is being issued. Wait for its pending operation, or cancel it."
            .formatted(name.value()));
  }
}
