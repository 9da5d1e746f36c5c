package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.audit.AuditTrail;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.publication.KeyAccess;
import java.time.Clock;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was recorded, of everything or of one certificate. */
@Controller
class AuditController {

  private static final int PAGE = 100;

  private final KeyAccess access;
  private final Clock clock;

  AuditController(KeyAccess access, Clock clock) {
    this.access = access;
    this.clock = clock;
  }

  @GetMapping("/audit")
  String list(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String certificate,
      @RequestParam(defaultValue = "") String action,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    Page<AuditTrail.Entry> page =
        access.history(
            actor,
            typed(certificate).map(CertificateId::new),
            typed(action),
            new Slice(typed(after), PAGE));
    Moments moments = new Moments(clock.instant());
    model.addAttribute(
        "entries", page.items().stream().map(entry -> EntryRow.of(entry, moments)).toList());
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute("after", after);
    model.addAttribute("certificate", certificate);
    model.addAttribute("action", action);
    return "audit";
  }

  private static Optional<String> typed(String text) {
    return Optional.of(text.strip()).filter(given -> !given.isEmpty());
  }
}
