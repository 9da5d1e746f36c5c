package io.perennial.dashboard.internal;

import io.perennial.access.ApiToken;
import io.perennial.access.ApiTokens;
import io.perennial.access.Principal;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.automation.Automation;
import io.perennial.automation.TokenScopes;
import io.perennial.automation.TokenScopes.Place;
import io.perennial.automation.TokenWish;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** API tokens: makes them, shows each once, and ends them. */
@Controller
class TokensController {

  private static final int ROWS = 100;

  private final Automation automation;
  private final ApiTokens tokens;
  private final TokenScopes scopes;
  private final Clock clock;

  TokensController(Automation automation, ApiTokens tokens, TokenScopes scopes, Clock clock) {
    this.automation = automation;
    this.tokens = tokens;
    this.scopes = scopes;
    this.clock = clock;
  }

  @GetMapping("/tokens")
  String list(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    return page(actor, after, new TokenWish("", "reader", "", "", ""), model);
  }

  private String page(Principal actor, String after, TokenWish typed, Model model) {
    Moments moments = new Moments(clock.instant());
    Page<ApiToken> page = tokens.page(actor, new Slice(Optional.of(after), ROWS));
    Map<Scope, Place> places = scopes.places(page.items().stream().map(ApiToken::scope).toList());
    model.addAttribute(
        "tokens",
        page.items().stream()
            .map(token ->
                TokenRow.of(token, Objects.requireNonNull(places.get(token.scope())), moments))
            .toList());
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute("typed", typed);
    model.addAttribute("roles", roles());
    return "tokens";
  }

  private static List<String> roles() {
    return List.of(Role.READER, Role.OPERATOR, Role.ADMINISTRATOR).stream()
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  /** The token rides to the next page and no further: reloading that page shows none. */
  @PostMapping("/tokens")
  String create(
      @AuthenticationPrincipal Principal actor,
      @RequestParam Map<String, String> fields,
      Model model,
      RedirectAttributes next,
      HttpServletResponse response) {
    TokenWish typed =
        new TokenWish(
            fields.getOrDefault("name", ""),
            fields.getOrDefault("role", ""),
            "",
            fields.getOrDefault("certificate", ""),
            fields.getOrDefault("days", ""));
    try {
      ApiTokens.Created made = automation.issue(actor, typed);
      next.addFlashAttribute("made", made.token().name().value());
      next.addFlashAttribute("secret", made.issued().token());
      next.addFlashAttribute("expires", Moments.minute(made.token().expiresAt()));
      return "redirect:/tokens";
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      return page(actor, "", typed, model);
    }
  }

  @PostMapping("/tokens/{id}/revoke")
  String revoke(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    tokens.revoke(actor, new PrincipalId(id));
    return "redirect:/tokens";
  }
}
