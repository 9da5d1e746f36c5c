package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.Description;
import io.perennial.issuance.OrderState;
import io.perennial.issuance.PendingOperations;
import io.perennial.issuance.PendingOperations.Pending;
import io.perennial.kernel.Refusal;
import io.perennial.protection.Enrolments;
import io.perennial.vaultapi.internal.CertificateBody.Cancellation;
import io.perennial.vaultapi.internal.CertificateBody.Merge;
import io.perennial.vaultapi.internal.CertificateWire.Bundle;
import io.perennial.vaultapi.internal.CertificateWire.Operation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The newest order of a certificate. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates/{name}/pending")
class PendingCertificates {

  private final Operations operations;
  private final JsonBody body;
  private final VaultViews views;
  private final Enrolments enrolments;
  private final PendingOperations pending;
  private final CertificateChanges changes;

  PendingCertificates(
      Operations operations,
      JsonBody body,
      VaultViews views,
      Enrolments enrolments,
      PendingOperations pending,
      CertificateChanges changes) {
    this.operations = operations;
    this.body = body;
    this.views = views;
    this.enrolments = enrolments;
    this.pending = pending;
    this.changes = changes;
  }

  @GetMapping
  Operation get(
      Call call,
      @PathVariable String name,
      @RequestParam(name = "request_id", required = false) @Nullable String request) {
    Certificate certificate = operations.readable(call, name);
    Pending found = found(certificate);
    if (request != null && !request.equals(found.order().id().value())) {
      throw none(certificate);
    }
    return views.operation(call, certificate, found);
  }

  @PatchMapping
  Operation cancel(Call call, @PathVariable String name) {
    Certificate certificate = operations.changeable(call, DataAction.CERTIFICATES_UPDATE, name);
    Cancellation wish = body.read(call, Cancellation.class);
    Pending found = found(certificate);
    if (!Boolean.TRUE.equals(wish.requested())) {
      return views.operation(call, certificate, found);
    }
    if (found.order().state().ended()) {
      throw VaultProblem.badParameter(
          "The operation is not in progress any more, so it cannot be cancelled.");
    }
    enrolments.cancel(call.caller(), certificate);
    operations.record(call, "CertificatePendingUpdate", certificate.scope(), name);
    return views.operation(call, certificate, found(certificate));
  }

  @DeleteMapping
  Operation delete(Call call, @PathVariable String name) {
    Certificate certificate = operations.changeable(call, DataAction.CERTIFICATES_UPDATE, name);
    OrderState state = found(certificate).order().state();
    if (!state.ended() || state == OrderState.REFUSED) {
      // What has failed would be tried again.
      enrolments.cancel(call.caller(), certificate);
    }
    Pending ended = found(certificate);
    pending.dismiss(call.caller(), certificate, ended.order());
    operations.record(call, "CertificatePendingDelete", certificate.scope(), name);
    return views.operation(call, certificate, ended);
  }

  @PostMapping("/merge")
  ResponseEntity<Bundle> merge(Call call, @PathVariable String name) {
    Certificate certificate = operations.changeable(call, DataAction.CERTIFICATES_CREATE, name);
    Merge sent = body.read(call, Merge.class);
    Attributes.require(sent.attributes(), Optional.empty());
    Optional<java.util.Map<String, String>> tags =
        Optional.ofNullable(sent.tags()).map(Attributes::tags);
    if (found(certificate).order().state().ended()) {
      throw none(certificate);
    }
    try {
      pending.merge(
          call.caller(),
          certificate,
          EncodedChain.read(Optional.ofNullable(sent.x5c()).orElse(List.of())));
    } catch (Refusal refusal) {
      throw refusal.kind() == Refusal.Kind.INVALID
          ? VaultProblem.badParameter(refusal.sentence())
          : refusal;
    }
    changes.describe(
        call,
        certificate,
        new Description(
            tags,
            Optional.ofNullable(sent.attributes()).map(CertificateBody.Attributes::enabled),
            Optional.empty()));
    operations.record(call, "CertificatePendingMerge", certificate.scope(), name);
    Bundle merged = changes.bundle(call, certificate);
    return ResponseEntity.status(HttpStatus.CREATED)
        .header(HttpHeaders.LOCATION, merged.id())
        .body(merged);
  }

  private Pending found(Certificate certificate) {
    return views.pending(certificate).orElseThrow(() -> none(certificate));
  }

  private static VaultProblem none(Certificate certificate) {
    return new VaultProblem(
        HttpStatus.NOT_FOUND,
        "PendingCertificateNotFound",
        Optional.empty(),
        "A pending operation of the certificate (name/id) %s was not found in this key vault."
            .formatted(certificate.name().value()));
  }
}
