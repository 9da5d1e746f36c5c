package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import io.perennial.kernel.BindingId;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.ConsumerId;
import io.perennial.managementapi.internal.Once.Made;
import io.perennial.protection.Protection;
import io.perennial.publication.BindingFilter;
import io.perennial.publication.Bindings;
import io.perennial.publication.PublicationQueries;
import io.perennial.publication.PublicationQueries.Revised;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which server serves which certificate. */
@RestController
@RequestMapping("/api/v1/bindings")
class BindingsApi {

  private final PublicationQueries queries;
  private final Bindings bindings;
  private final Protection protection;
  private final Cursors cursors;
  private final Once once;

  BindingsApi(
      PublicationQueries queries,
      Bindings bindings,
      Protection protection,
      Cursors cursors,
      Once once) {
    this.queries = queries;
    this.bindings = bindings;
    this.protection = protection;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping
  Listing<BindingView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam Optional<String> text,
      @RequestParam Optional<String> certificate,
      @RequestParam Optional<String> consumer,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    BindingFilter filter =
        new BindingFilter(text, certificate.map(CertificateId::new), consumer.map(ConsumerId::new));
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> queries.bindings(actor, filter, slice),
        page -> page.stream().map(BindingView::of).toList());
  }

  @PostMapping
  ResponseEntity<BindingView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody BindingBody body) {
    return once.create(
        actor,
        key,
        body,
        BindingView.class,
        () -> {
          BindingId id =
              protection
                  .bind(actor, new CertificateId(Texts.of(body.certificate())), body.wish())
                  .id();
          Revised made = queries.binding(actor, id);
          return new Made<>(
              "/api/v1/bindings/" + id.value(),
              Optional.of(Preconditions.tag(made.revision())),
              BindingView.of(made.truths()));
        });
  }

  @GetMapping("/{id}")
  ResponseEntity<BindingView> get(
      @AuthenticationPrincipal Principal actor, @PathVariable String id) {
    Revised found = queries.binding(actor, new BindingId(id));
    return ResponseEntity.ok()
        .eTag(Preconditions.tag(found.revision()))
        .body(BindingView.of(found.truths()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
    bindings.unbind(actor, new BindingId(id), Preconditions.expected(ifMatch));
  }
}
