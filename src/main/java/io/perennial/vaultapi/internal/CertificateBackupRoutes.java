package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.kernel.Refusal;
import io.perennial.protection.CertificateBackup;
import io.perennial.protection.CertificateBackups;
import io.perennial.vaultapi.internal.CertificateWire.Bundle;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Certificates with all their versions and keys, taken away and put back. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates")
class CertificateBackupRoutes {

  private final Operations operations;
  private final Rights rights;
  private final JsonBody body;
  private final CertificateBackups backups;
  private final CertificateNames names;
  private final VaultViews views;

  CertificateBackupRoutes(
      Operations operations,
      Rights rights,
      JsonBody body,
      CertificateBackups backups,
      CertificateNames names,
      VaultViews views) {
    this.operations = operations;
    this.rights = rights;
    this.body = body;
    this.backups = backups;
    this.names = names;
    this.views = views;
  }

  @PostMapping("/{name}/backup")
  SecretWire.Backup backup(Call call, @PathVariable String name) {
    Certificate certificate = operations.changeable(call, DataAction.CERTIFICATES_BACKUP, name);
    byte[] sealed = backups.backup(call.caller(), certificate);
    operations.record(call, "CertificateBackup", certificate.scope(), name);
    return BackupBlob.of(sealed);
  }

  @PostMapping("/restore")
  Bundle restore(Call call) {
    rights.require(call, DataAction.CERTIFICATES_RESTORE, call.scope(), "certificates");
    byte[] sealed = BackupBlob.read(body, call);
    try (CertificateBackup backup = opened(call, sealed)) {
      String name = backup.name().value();
      names.require(call.vault(), name);
      Certificate certificate = backups.restore(call.caller(), call.vault().id(), backup);
      operations.record(call, "CertificateRestore", certificate.scope(), name);
      return views.bundle(call, certificate);
    }
  }

  private CertificateBackup opened(Call call, byte[] sealed) {
    try {
      return backups.open(call.caller(), call.vault().id(), sealed);
    } catch (Refusal refusal) {
      throw BackupBlob.refused(refusal);
    }
  }
}
