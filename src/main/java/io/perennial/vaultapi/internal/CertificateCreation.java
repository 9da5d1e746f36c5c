package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Description;
import io.perennial.issuance.PendingOperations.Pending;
import io.perennial.kernel.ObjectName;
import io.perennial.protection.Enrolments;
import io.perennial.vaultapi.internal.CertificateBody.Policy;
import io.perennial.vaultapi.internal.CertificateBody.Request;
import io.perennial.vaultapi.internal.CertificateWire.Operation;
import io.perennial.vaultapi.internal.PolicyReader.Read;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Orders a certificate, or a new version of one under another policy. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates")
class CertificateCreation {

  private final Operations operations;
  private final JsonBody body;
  private final PolicyReader policies;
  private final Enrolments enrolments;
  private final VaultViews views;
  private final CertificateNames names;

  CertificateCreation(
      Operations operations,
      JsonBody body,
      PolicyReader policies,
      Enrolments enrolments,
      VaultViews views,
      CertificateNames names) {
    this.operations = operations;
    this.body = body;
    this.policies = policies;
    this.enrolments = enrolments;
    this.views = views;
    this.names = names;
  }

  @PostMapping("/{name}/create")
  ResponseEntity<Operation> create(Call call, @PathVariable String name) {
    operations.allow(call, DataAction.CERTIFICATES_CREATE, name);
    Request request = body.read(call, Request.class);
    ObjectName free = names.require(call.vault(), name);
    Attributes.require(request.attributes(), Optional.empty());
    Policy sent = request.policy();
    if (sent == null) {
      throw VaultProblem.badParameter("Send a policy: at least the subject and the issuer's name.");
    }
    Read policy = policies.read(call.vault(), sent, Optional.empty());
    Certificate certificate =
        enrolments
            .enrol(
                call.caller(),
                new Enrolments.Enrolment(
                    call.vault().id(),
                    free,
                    policy.issuer(),
                    policy.policy(),
                    new Description(
                        Optional.of(Attributes.tags(request.tags())),
                        Optional.of(Attributes.enabled(request.attributes())),
                        Optional.of(policy.form()))))
            .orElseThrow(() -> CertificateNames.busy(free));
    operations.record(call, "CertificateCreate", certificate.scope(), name);
    Pending pending = views.pending(certificate).orElseThrow();
    return ResponseEntity.status(HttpStatus.ACCEPTED)
        .header(
            HttpHeaders.LOCATION,
            "%s?%s=%s&request_id=%s"
                .formatted(
                    views.address(call, certificate),
                    ApiVersions.PARAMETER,
                    call.request().getParameter(ApiVersions.PARAMETER),
                    pending.order().id().value()))
        .body(views.begun(call, certificate, pending));
  }
}
