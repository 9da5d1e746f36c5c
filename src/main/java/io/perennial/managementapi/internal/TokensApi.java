package io.perennial.managementapi.internal;

import io.perennial.access.ApiToken;
import io.perennial.access.ApiTokens;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.automation.Automation;
import io.perennial.automation.TokenScopes;
import io.perennial.automation.TokenScopes.Place;
import io.perennial.kernel.PrincipalId;
import io.perennial.managementapi.internal.Once.Made;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The tokens of this API itself. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokensApi {

  private final Automation automation;
  private final ApiTokens tokens;
  private final TokenScopes scopes;
  private final Cursors cursors;
  private final Once once;

  TokensApi(
      Automation automation, ApiTokens tokens, TokenScopes scopes, Cursors cursors, Once once) {
    this.automation = automation;
    this.tokens = tokens;
    this.scopes = scopes;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping
  Listing<TokenView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(request, limit, cursor, slice -> tokens.page(actor, slice), this::views);
  }

  private List<TokenView> views(List<ApiToken> all) {
    Map<Scope, Place> places = scopes.places(all.stream().map(ApiToken::scope).toList());
    return all.stream()
        .map(token -> TokenView.of(token, Objects.requireNonNull(places.get(token.scope()))))
        .toList();
  }

  @PostMapping
  ResponseEntity<NewTokenView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody TokenBody body) {
    return once.create(
        actor,
        key,
        body,
        NewTokenView.class,
        () -> {
          ApiTokens.Created made = automation.issue(actor, body.wish());
          return new Made<>(
              "/api/v1/tokens/" + made.token().id().value(),
              Optional.empty(),
              new NewTokenView(view(made.token()), made.issued().token()));
        });
  }

  private TokenView view(ApiToken token) {
    return views(List.of(token)).getFirst();
  }

  @GetMapping("/{id}")
  TokenView get(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return view(tokens.get(actor, new PrincipalId(id)));
  }

  /** Needs no {@code If-Match}: whoever ends an access wants it ended, whatever has happened. */
  @PostMapping("/{id}/revoke")
  TokenView revoke(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return view(tokens.revoke(actor, new PrincipalId(id)));
  }
}
