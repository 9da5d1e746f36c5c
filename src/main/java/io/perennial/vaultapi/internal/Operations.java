package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificate;
import io.perennial.vault.Vault;
import org.springframework.stereotype.Component;

/** What every changing operation on certificates begins and ends with. */
@Component
class Operations {

  private final Stored stored;
  private final Rights rights;
  private final Audit audit;

  Operations(Stored stored, Rights rights, Audit audit) {
    this.stored = stored;
    this.rights = rights;
    this.audit = audit;
  }

  /** Where there may be no certificate of that name yet. */
  void allow(Call call, DataAction action, String name) {
    rights.require(call, action, stored.scope(call.vault(), name), "certificates/" + name);
    requireForeign(call.vault(), name);
  }

  /** The certificate, for whoever may read it. */
  Certificate readable(Call call, String name) {
    rights.require(
        call,
        DataAction.CERTIFICATES_READ,
        stored.scope(call.vault(), name),
        "certificates/" + name);
    return stored.certificate(call.vault(), "Certificate", name);
  }

  /** The certificate, for whoever may change it. */
  Certificate changeable(Call call, DataAction action, String name) {
    allow(call, action, name);
    return stored.certificate(call.vault(), "Certificate", name);
  }

  /** The listener could not be reached any more, and renews its own. */
  private static void requireForeign(Vault vault, String name) {
    if (Stored.ownOfThisServer(vault, name)) {
      throw VaultProblem.forbidden(
          "CertificateNotChangeable",
          "This is the certificate of Perennial's own listener, which looks after it by itself."
              + " Choose another name.");
    }
  }

  /**
   * Puts an operation on record in Key Vault's words, beside what the domain wrote of it.
   *
   * @param operation such as {@code CertificateCreate}
   */
  void record(Call call, String operation, Scope scope, String name) {
    audit.record(
        new AuditEvent(
            call.caller().name(),
            operation,
            scope.path(),
            call.vault().name().value() + "/" + name));
  }
}
