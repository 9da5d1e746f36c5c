package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificates;
import io.perennial.kernel.Refusal;
import io.perennial.revocation.Reasons;
import io.perennial.revocation.Revocation;
import io.perennial.revocation.Revocations;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes versions back. Asking again changes nothing but that the CA is told at once. */
@RestController
@RequestMapping("/api/v1/certificates/{id}/versions/{version}")
class RevocationsApi {

  private final Certificates certificates;
  private final Revocations revocations;

  RevocationsApi(Certificates certificates, Revocations revocations) {
    this.certificates = certificates;
    this.revocations = revocations;
  }

  @PostMapping("/revoke")
  ResponseEntity<RevocationView> revoke(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String version,
      @RequestBody RevocationBody body) {
    Revocation wish =
        revocations.revoke(
            actor,
            OneVersion.find(certificates, actor, id, version).id(),
            Reasons.read(Texts.of(body.reason())));
    return ResponseEntity.accepted().body(RevocationView.of(wish));
  }

  @GetMapping("/revocation")
  RevocationView get(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String version) {
    return revocations
        .find(actor, OneVersion.find(certificates, actor, id, version).id())
        .map(RevocationView::of)
        .orElseThrow(() -> Refusal.notFound("Nobody has asked to revoke this version."));
  }
}
