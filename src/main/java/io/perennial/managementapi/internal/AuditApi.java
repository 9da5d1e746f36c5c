package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.publication.KeyAccess;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What was recorded, and who may take a key. */
@RestController
@RequestMapping("/api/v1")
class AuditApi {

  private final KeyAccess access;
  private final Cursors cursors;

  AuditApi(KeyAccess access, Cursors cursors) {
    this.access = access;
    this.cursors = cursors;
  }

  @GetMapping("/audit")
  Listing<EntryView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(required = false) @Nullable String certificate,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(
        request,
        limit,
        cursor,
        slice ->
            access.history(
                actor,
                Optional.ofNullable(certificate).map(CertificateId::new),
                Optional.ofNullable(action),
                slice),
        page -> page.stream().map(EntryView::of).toList());
  }

  @GetMapping("/certificates/{id}/takers")
  TakersView takers(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return TakersView.of(access.takers(actor, new CertificateId(id)));
  }
}
