package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Probe;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.IssuerQueries;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.managementapi.internal.Once.Made;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Configured CAs. Each kind's own schema says what must be known; no kind is known by name here.
 */
@RestController
@RequestMapping("/api/v1")
class IssuersApi {

  private final Issuers issuers;
  private final IssuerQueries queries;
  private final Cursors cursors;
  private final Once once;

  IssuersApi(Issuers issuers, IssuerQueries queries, Cursors cursors, Once once) {
    this.issuers = issuers;
    this.queries = queries;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping("/issuer-kinds")
  Listing<IssuerKindView> kinds() {
    return new Listing<>(
        issuers.kinds().stream().map(IssuerKindView::of).toList(), Optional.empty());
  }

  @GetMapping("/issuers")
  Listing<IssuerView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> queries.page(actor, slice),
        page -> page.stream().map(IssuerView::of).toList());
  }

  @PostMapping("/issuers")
  ResponseEntity<IssuerView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody IssuerBody body) {
    return once.create(
        actor,
        key,
        body,
        IssuerView.class,
        () -> {
          Issuer made =
              issuers.create(
                  actor,
                  new ObjectName(Texts.of(body.name())),
                  Texts.of(body.type()),
                  IssuerSettingsBody.filled(body.settings()));
          return new Made<>(
              "/api/v1/issuers/" + made.id().value(), Optional.empty(), IssuerView.of(made));
        });
  }

  @GetMapping("/issuers/{id}")
  IssuerView get(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return IssuerView.of(issuers.get(actor, new IssuerId(id)));
  }

  @GetMapping("/issuers/{id}/settings")
  ResponseEntity<IssuerSettingsView> settings(
      @AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return settings(issuers.get(actor, new IssuerId(id)));
  }

  @PutMapping("/issuers/{id}/settings")
  ResponseEntity<IssuerSettingsView> update(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      @RequestBody IssuerSettingsBody body) {
    return settings(
        issuers.update(
            actor,
            new IssuerId(id),
            IssuerSettingsBody.filled(body.settings()),
            Preconditions.expected(ifMatch)));
  }

  private ResponseEntity<IssuerSettingsView> settings(Issuer issuer) {
    Optional<ConnectorFactory> kind =
        issuers.kinds().stream().filter(known -> known.type().equals(issuer.type())).findFirst();
    return ResponseEntity.ok()
        .eTag(Preconditions.tag(issuer.revision()))
        .body(IssuerSettingsView.of(issuer, kind));
  }

  @PostMapping("/issuers/{id}/probe")
  ProbeView probe(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    Probe found = queries.probe(actor, new IssuerId(id));
    return new ProbeView(found.reachable(), found.sentence(), found.terms().map(Object::toString));
  }
}
