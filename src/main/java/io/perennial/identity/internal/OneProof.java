package io.perennial.identity.internal;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Refuses who shows a secret and an assertion, or one of them twice (RFC 6749, section 2.3). */
final class OneProof implements AuthenticationConverter {

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    long shown =
        Stream.of(
                Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION)),
                Optional.ofNullable(request.getParameter(OAuth2ParameterNames.CLIENT_SECRET)),
                Optional.ofNullable(request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION)))
            .filter(Optional::isPresent)
            .count();
    if (shown > 1) {
      throw new OAuth2AuthenticationException(
          new OAuth2Error(
              OAuth2ErrorCodes.INVALID_REQUEST,
              "Show one of client_secret, client_assertion and the Authorization header, not two.",
              null));
    }
    return null;
  }
}
