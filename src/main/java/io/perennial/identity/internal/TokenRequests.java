package io.perennial.identity.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.stereotype.Component;

/** Brings a request for a token (RFC 6749, section 4.4.2) to its resource and its issuer. */
@Component
class TokenRequests implements AuthenticationConverter {

  static final String RESOURCE = "resource";
  static final String ISSUER = "issuer";

  private final OAuth2ClientCredentialsAuthenticationConverter grant =
      new OAuth2ClientCredentialsAuthenticationConverter();
  private final AskedResource resources;
  private final Authorities authorities;

  TokenRequests(AskedResource resources, Authorities authorities) {
    this.resources = resources;
    this.authorities = authorities;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    if (!(grant.convert(request) instanceof OAuth2ClientCredentialsAuthenticationToken asked)) {
      return null;
    }
    Resource resource =
        resources.of(
            asked.getScopes(), asked.getAdditionalParameters().get(AskedResource.PARAMETER));
    return new OAuth2ClientCredentialsAuthenticationToken(
        (Authentication) asked.getPrincipal(),
        Set.of(),
        Map.of(RESOURCE, resource.value(), ISSUER, authorities.of(request).issuer()));
  }
}
