package io.perennial.identity.internal;

import com.nimbusds.jwt.JWTClaimsSet;
import io.perennial.kernel.Id;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.stereotype.Component;

/**
 * Makes the token that an authenticated client asks for, with the claims that Key Vault's clients
 * and their operators know:
 * https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference. None is kept.
 */
@Component
class AccessTokens implements AuthenticationProvider {

  private final TokenKeys keys;
  private final Authorities authorities;
  private final Clock clock;

  AccessTokens(TokenKeys keys, Authorities authorities, Clock clock) {
    this.keys = keys;
    this.authorities = authorities;
    this.clock = clock;
  }

  @Override
  public Authentication authenticate(Authentication request) {
    OAuth2ClientCredentialsAuthenticationToken grant =
        (OAuth2ClientCredentialsAuthenticationToken) request;
    OAuth2ClientAuthenticationToken client = (OAuth2ClientAuthenticationToken) grant.getPrincipal();
    RegisteredClient known = Optional.ofNullable(client.getRegisteredClient()).orElseThrow();
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(TokenKeys.TOKEN_LIFE);
    String token = keys.sign(claims(known, grant.getAdditionalParameters(), now, end));
    return new OAuth2AccessTokenAuthenticationToken(
        known, client, new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token, now, end));
  }

  private JWTClaimsSet claims(
      RegisteredClient client, Map<String, Object> asked, Instant now, Instant end) {
    String principal = Id.guid(client.getId());
    return new JWTClaimsSet.Builder()
        .audience(String.valueOf(asked.get(TokenRequests.RESOURCE)))
        .issuer(String.valueOf(asked.get(TokenRequests.ISSUER)))
        .claim("tid", authorities.tenant())
        .claim("oid", principal)
        .subject(principal)
        .claim("appid", client.getClientId())
        .claim("azp", client.getClientId())
        .claim("idtyp", "app")
        .claim("ver", "1.0")
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(end))
        .build();
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return OAuth2ClientCredentialsAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
