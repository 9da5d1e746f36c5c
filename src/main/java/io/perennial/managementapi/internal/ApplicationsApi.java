package io.perennial.managementapi.internal;

import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.access.Credentials;
import io.perennial.access.Principal;
import io.perennial.kernel.ObjectName;
import io.perennial.managementapi.internal.Once.Made;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Programs that get tokens for vaults, and their client secrets. */
@RestController
@RequestMapping("/api/v1/applications")
class ApplicationsApi {

  private final Applications applications;
  private final Cursors cursors;
  private final Once once;

  ApplicationsApi(Applications applications, Cursors cursors, Once once) {
    this.applications = applications;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping
  Listing<ApplicationView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> applications.page(actor, slice),
        all -> all.stream().map(ApplicationView::of).toList());
  }

  @PostMapping
  ResponseEntity<ApplicationView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody ApplicationBody body) {
    return once.create(
        actor,
        key,
        body,
        ApplicationView.class,
        () -> {
          Application made = applications.register(actor, new ObjectName(Texts.of(body.name())));
          return new Made<>(
              "/api/v1/applications/" + made.clientId().value(),
              Optional.empty(),
              ApplicationView.of(made));
        });
  }

  @GetMapping("/{id}")
  ApplicationView get(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return ApplicationView.of(applications.get(actor, new ClientId(id)));
  }

  /** Needs no {@code If-Match}: whoever ends an access wants it ended, whatever has happened. */
  @PostMapping("/{id}/revoke")
  ApplicationView revoke(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return ApplicationView.of(applications.revoke(actor, new ClientId(id)));
  }

  @GetMapping("/{id}/secrets")
  Listing<ClientSecretView> secrets(
      @AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return new Listing<>(
        applications.secrets(actor, new ClientId(id)).stream().map(ClientSecretView::of).toList(),
        Optional.empty());
  }

  @PostMapping("/{id}/secrets")
  ResponseEntity<NewClientSecretView> addSecret(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody ClientSecretBody body) {
    return once.create(
        actor,
        key,
        body,
        NewClientSecretView.class,
        () -> {
          Credentials.Issued issued =
              applications.addSecret(
                  actor,
                  new ClientId(id),
                  Optional.ofNullable(body.days())
                      .map(Duration::ofDays)
                      .orElse(Applications.USUAL));
          return new Made<>(
              "/api/v1/applications/" + id + "/secrets",
              Optional.empty(),
              new NewClientSecretView(issued.id(), issued.token(), issued.expiresAt()));
        });
  }

  @PostMapping("/{id}/secrets/{secret}/revoke")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeSecret(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String secret) {
    applications.revokeSecret(actor, new ClientId(id), secret);
  }
}
