package io.perennial.identity.internal;

import io.perennial.identity.Tokens;
import io.perennial.kernel.Refusal;
import io.perennial.vault.VaultHosts;
import io.perennial.web.Bearer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers the command line az, which asks its Resource Manager for tenants and subscriptions while
 * it signs in: there are none. It finds vaults by their names afterwards.
 */
@RestController
class NoSubscriptions {

  static final String TENANTS = "/arm/tenants";
  static final String SUBSCRIPTIONS = "/arm/subscriptions";

  private final Tokens tokens;
  private final VaultHosts hosts;

  NoSubscriptions(Tokens tokens, VaultHosts hosts) {
    this.tokens = tokens;
    this.hosts = hosts;
  }

  @GetMapping({TENANTS, SUBSCRIPTIONS})
  ResponseEntity<Map<String, Object>> nothing(HttpServletRequest request) {
    try {
      tokens.verify(
          Bearer.credential(request.getHeader(HttpHeaders.AUTHORIZATION)).orElse(""),
          hosts.resource(request.getServerPort()));
      return ResponseEntity.ok(Map.of("value", List.of()));
    } catch (Refusal refusal) {
      return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
          .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"perennial\"")
          .body(
              Map.of(
                  "error",
                  Map.of("code", "InvalidAuthenticationToken", "message", refusal.sentence())));
    }
  }
}
