package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.vaultapi.internal.CertificateBody.Policy;
import io.perennial.vaultapi.internal.CertificateBody.Request;
import io.perennial.vaultapi.internal.CertificateWire.Bundle;
import java.util.Optional;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Edits what is there; nothing is issued for it. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates/{name}")
class CertificateUpdate {

  private final Operations operations;
  private final JsonBody body;
  private final Stored stored;
  private final CertificateChanges changes;
  private final VaultViews views;

  CertificateUpdate(
      Operations operations,
      JsonBody body,
      Stored stored,
      CertificateChanges changes,
      VaultViews views) {
    this.operations = operations;
    this.body = body;
    this.stored = stored;
    this.changes = changes;
    this.views = views;
  }

  @PatchMapping
  Bundle current(Call call, @PathVariable String name) {
    return version(call, name, "");
  }

  @PatchMapping("/{version}")
  Bundle version(Call call, @PathVariable String name, @PathVariable String version) {
    Certificate certificate = operations.changeable(call, DataAction.CERTIFICATES_UPDATE, name);
    Request request = body.read(call, Request.class);
    Optional<Version> found = stored.version(certificate, version);
    if (!version.isEmpty()) {
      requireCurrent(certificate, found, name + "/" + version);
    }
    changes.update(call, certificate, found, request);
    operations.record(call, "CertificateUpdate", certificate.scope(), name);
    return changes.bundle(call, certificate);
  }

  private static void requireCurrent(
      Certificate certificate, Optional<Version> found, String what) {
    if (found.isEmpty()) {
      throw VaultProblem.notFound("Certificate", what);
    }
    if (!found.map(Version::id).equals(certificate.currentVersion())) {
      throw VaultProblem.badParameter(
          "Attributes and tags are the certificate's, not an old version's. Update it without a"
              + " version, or under its current one.");
    }
  }

  @PatchMapping("/policy")
  Wire.Policy policy(Call call, @PathVariable String name) {
    Certificate certificate = operations.changeable(call, DataAction.CERTIFICATES_UPDATE, name);
    changes.amend(call, certificate, body.read(call, Policy.class));
    operations.record(call, "CertificatePolicyUpdate", certificate.scope(), name);
    return views.policy(call, changes.again(certificate));
  }
}
