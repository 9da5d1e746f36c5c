package io.perennial.identity.internal;

import com.nimbusds.jose.jwk.RSAKey;
import io.perennial.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What clients read before they ask for a token: where, and which keys sign (OpenID Connect
 * Discovery 1.0, section 3; RFC 7517). For anybody.
 */
@RestController
class Discovery {

  static final String ADFS_CONFIGURATION = "/adfs/.well-known/openid-configuration";
  static final String CONFIGURATION = "/{tenant}/.well-known/openid-configuration";
  static final String CONFIGURATION_2 = "/{tenant}/v2.0/.well-known/openid-configuration";
  static final String ADFS_KEYS = "/adfs/discovery/keys";
  static final String KEYS = "/{tenant}/discovery/v2.0/keys";
  static final String INSTANCE = "/common/discovery/instance";

  private static final String VERSION = "1.1";

  private final Authorities authorities;
  private final TokenKeys keys;

  Discovery(Authorities authorities, TokenKeys keys) {
    this.authorities = authorities;
    this.keys = keys;
  }

  @GetMapping({ADFS_CONFIGURATION, CONFIGURATION, CONFIGURATION_2})
  Map<String, Object> configuration(HttpServletRequest request) {
    Authority authority = authorities.of(request);
    return Map.of(
        "issuer", authority.issuer(),
        "authorization_endpoint", authority.authorizationEndpoint(),
        "token_endpoint", authority.tokenEndpoint(),
        "jwks_uri", authority.keys(),
        "token_endpoint_auth_methods_supported",
            List.of("client_secret_post", "client_secret_basic", "private_key_jwt"),
        "token_endpoint_auth_signing_alg_values_supported", List.of("RS256", "PS256", "ES256"),
        "grant_types_supported", List.of("client_credentials"),
        "response_types_supported", List.of("token"),
        "subject_types_supported", List.of("public"),
        "id_token_signing_alg_values_supported", List.of("RS256"));
  }

  @GetMapping({ADFS_KEYS, KEYS})
  Map<String, Object> keys(HttpServletRequest request) {
    authorities.of(request);
    return Map.of("keys", keys.published().stream().map(RSAKey::toJSONObject).toList());
  }

  /**
   * Whether an authority is one to be trusted, as Microsoft's clients ask before they use it, and
   * by which hosts it is known.
   */
  @GetMapping(INSTANCE)
  Map<String, Object> instance(
      HttpServletRequest request, @RequestParam("authorization_endpoint") String endpoint) {
    Authority authority = authorities.of(request, tenant(endpoint));
    URI base = URI.create(authority.base());
    return Map.of(
        "tenant_discovery_endpoint",
        authority.configuration(),
        "api-version",
        VERSION,
        "metadata",
        List.of(
            Map.of(
                "preferred_network",
                base.getRawAuthority(),
                "preferred_cache",
                base.getRawAuthority(),
                "aliases",
                new LinkedHashSet<>(List.of(base.getRawAuthority(), base.getHost())))));
  }

  private static String tenant(String endpoint) {
    try {
      String path = String.valueOf(new URI(endpoint).getPath());
      return path.startsWith("/") ? path.split("/", -1)[1] : "";
    } catch (URISyntaxException no) {
      throw Refusal.invalid("authorization_endpoint is no address.");
    }
  }
}
