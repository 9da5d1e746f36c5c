package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.access.ApiToken;
import io.perennial.access.ApiTokens;
import io.perennial.access.Scope;
import io.perennial.automation.Automation;
import io.perennial.automation.TokenScopes;
import io.perennial.automation.TokenScopes.Place;
import io.perennial.automation.TokenWish;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the command line does with API tokens. Answers are lines of text. */
@RestController
@RequestMapping(path = "/control/tokens", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlTokensController {

  private final Automation automation;
  private final ApiTokens tokens;
  private final TokenScopes scopes;
  private final Clock clock;

  ControlTokensController(
      Automation automation, ApiTokens tokens, TokenScopes scopes, Clock clock) {
    this.automation = automation;
    this.tokens = tokens;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** The token, which is shown this once. */
  @PostMapping
  String create(@RequestParam Map<String, String> fields) {
    return automation
            .issue(
                COMMAND_LINE,
                new TokenWish(
                    fields.getOrDefault("name", ""),
                    fields.getOrDefault("role", ""),
                    fields.getOrDefault("vault", ""),
                    fields.getOrDefault("certificate", ""),
                    fields.getOrDefault("days", "")))
            .issued()
            .token()
        + "\n";
  }

  /** Name, role, where it holds, until when, and whether it was used, parted by tabs. */
  @GetMapping
  String list() {
    StringBuilder lines = new StringBuilder();
    Optional<String> after = Optional.empty();
    do {
      Page<ApiToken> page = tokens.page(COMMAND_LINE, new Slice(after, Slice.MOST));
      lines.append(lines(page.items()));
      after = page.next();
    } while (after.isPresent());
    return lines.toString();
  }

  private String lines(List<ApiToken> page) {
    Map<Scope, Place> places = scopes.places(page.stream().map(ApiToken::scope).toList());
    return page.stream()
        .map(token -> line(token, Objects.requireNonNull(places.get(token.scope()))))
        .collect(Collectors.joining());
  }

  private String line(ApiToken token, Place place) {
    return String.join(
            "\t",
            token.name().value(),
            token.role().name().toLowerCase(Locale.ROOT),
            place.words(),
            token.expiresAt().toString(),
            state(token))
        + "\n";
  }

  private String state(ApiToken token) {
    if (!token.usable(clock.instant())) {
      return token.revokedAt().isPresent() ? "revoked" : "expired";
    }
    return token.usedAt().isPresent() ? "in use" : "never used";
  }

  @PostMapping("/revoke")
  String revoke(@RequestParam String name) {
    return automation.revoke(COMMAND_LINE, name).name().value() + "\n";
  }
}
