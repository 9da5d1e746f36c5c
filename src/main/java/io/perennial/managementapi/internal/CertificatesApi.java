package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.Listed;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.managementapi.internal.Once.Made;
import io.perennial.protection.Protection;
import io.perennial.renewal.Renewal;
import io.perennial.vault.Vault;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Certificates: what is wanted of them, and that it be done now. */
@RestController
@RequestMapping("/api/v1/certificates")
class CertificatesApi {

  private final NamedCertificates views;
  private final Protection protection;
  private final Renewal renewal;
  private final Issuers issuers;
  private final Cursors cursors;
  private final Once once;
  private final Patience patience;

  CertificatesApi(
      NamedCertificates views,
      Protection protection,
      Renewal renewal,
      Issuers issuers,
      Cursors cursors,
      Creation creation) {
    this.views = views;
    this.protection = protection;
    this.renewal = renewal;
    this.issuers = issuers;
    this.cursors = cursors;
    this.once = creation.once();
    this.patience = creation.patience();
  }

  @GetMapping
  Listing<CertificateView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "main") String vault,
      @RequestParam Optional<String> text,
      @RequestParam Optional<String> issuer,
      @RequestParam(defaultValue = "false") boolean attention,
      @RequestParam Optional<Instant> expiringBefore,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    Vault wanted = views.vaults().named(vault);
    CertificateFilter filter =
        new CertificateFilter(
            wanted.id(), text, issuer.map(name -> issuer(actor, name)), attention, expiringBefore);
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> views.certificates().page(actor, filter, slice),
        page -> views.of(actor, page, wanted.name().value()));
  }

  private IssuerId issuer(Principal actor, String name) {
    return issuers
        .find(actor, new ObjectName(name))
        .orElseThrow(() -> Refusal.invalid("There is no issuer of that name."))
        .id();
  }

  @PostMapping
  ResponseEntity<CertificateView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestHeader(name = Patience.HEADER, required = false) @Nullable String prefer,
      @RequestBody CertificateBody body) {
    Optional<Duration> wait = Patience.wish(prefer);
    if (wait.isEmpty()) {
      return create(actor, key, body);
    }
    try (Patience.Waiting waiting = patience.begin()) {
      ResponseEntity<CertificateView> created = create(actor, key, body);
      waiting.await(wait.get());
      return views.answer(
          actor,
          new CertificateId(Objects.requireNonNull(created.getBody()).id()),
          ResponseEntity.status(created.getStatusCode())
              .headers(created.getHeaders())
              .header(Patience.APPLIED, Patience.WAITED));
    }
  }

  private ResponseEntity<CertificateView> create(
      Principal actor, @Nullable String key, CertificateBody body) {
    return once.create(
        actor,
        key,
        body,
        CertificateView.class,
        () -> {
          Certificate created = protection.protect(actor, Texts.of(body.vault()), body.wish());
          Listed listed = views.certificates().get(actor, created.id());
          return new Made<>(
              "/api/v1/certificates/" + created.id().value(),
              Optional.of(Preconditions.tag(listed.revision())),
              views.of(actor, listed));
        });
  }

  @GetMapping("/{id}")
  ResponseEntity<CertificateView> get(
      @AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return views.answer(actor, new CertificateId(id), ResponseEntity.ok());
  }

  /** Apart from the certificate, whose row grows with all that happens to it by itself. */
  @GetMapping("/{id}/policy")
  ResponseEntity<PolicyView> policy(
      @AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return policy(actor, views.certificates().get(actor, new CertificateId(id)).certificate());
  }

  @PutMapping("/{id}/policy")
  ResponseEntity<PolicyView> edit(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      @RequestBody PolicyBody body) {
    return policy(
        actor,
        protection.edit(
            actor, new CertificateId(id), body.wish(), Preconditions.expected(ifMatch)));
  }

  private ResponseEntity<PolicyView> policy(Principal actor, Certificate certificate) {
    return ResponseEntity.ok()
        .eTag(Preconditions.tag(certificate.policyRevision()))
        .body(PolicyView.of(certificate, views.issuer(actor, certificate)));
  }

  @PostMapping("/{id}/renew")
  ResponseEntity<CertificateView> renew(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestHeader(name = Patience.HEADER, required = false) @Nullable String prefer) {
    CertificateId certificate = new CertificateId(id);
    ResponseEntity.BodyBuilder answer = ResponseEntity.accepted();
    try (Patience.Waiting waiting = patience.begin(certificate)) {
      renewal.renewNow(actor, certificate);
      Patience.wish(prefer)
          .ifPresent(longest -> {
            waiting.await(longest);
            answer.header(Patience.APPLIED, Patience.WAITED);
          });
    }
    return views.answer(actor, certificate, answer);
  }

  @PostMapping("/{id}/retry")
  ResponseEntity<CertificateView> retry(
      @AuthenticationPrincipal Principal actor, @PathVariable String id) {
    CertificateId certificate = new CertificateId(id);
    renewal.retry(actor, certificate);
    return views.answer(actor, certificate, ResponseEntity.accepted());
  }

  /** What a creation passes through. */
  @Component
  record Creation(Once once, Patience patience) {}
}
