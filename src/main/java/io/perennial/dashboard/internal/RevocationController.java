package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.connector.RevocationReason;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.VersionId;
import io.perennial.revocation.Reasons;
import io.perennial.revocation.Revocations;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Takes a version back, once somebody has said why and that they mean it. */
@Controller
class RevocationController {

  private final Revocations revocations;

  RevocationController(Revocations revocations) {
    this.revocations = revocations;
  }

  @PostMapping("/certificates/{id}/versions/{version}/revoke")
  String revoke(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String version,
      @RequestParam(defaultValue = "") String reason,
      @RequestParam(defaultValue = "false") boolean confirmed) {
    if (!confirmed) {
      throw Refusal.invalid("Tick the box that says you mean it: nothing undoes a revocation.");
    }
    revocations.revoke(actor, new VersionId(version), Reasons.read(reason));
    return "redirect:/certificates/" + new CertificateId(id).value();
  }

  static List<Reason> reasons() {
    return Arrays.stream(RevocationReason.values())
        .map(reason -> new Reason(reason.name(), reason.words()))
        .toList();
  }

  /** A reason to choose. */
  record Reason(String name, String words) {}
}
