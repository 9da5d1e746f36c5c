package io.perennial.identity.internal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What the token endpoints answer (RFC 6749, sections 5.1 and 5.2). */
@Component
class TokenAnswers {

  private static final Map<String, String> SENTENCES =
      Map.of(
          OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE,
          "The one grant_type here is client_credentials.",
          OAuth2ErrorCodes.INVALID_CLIENT,
          "Show a client id and a client secret, in the form or by HTTP Basic, or a client_assertion.",
          OAuth2ErrorCodes.INVALID_REQUEST,
          "Send a form with grant_type, client_id, scope, and client_secret or client_assertion, each once.");

  private final JsonMapper json;

  TokenAnswers(JsonMapper json) {
    this.json = json;
  }

  void token(HttpServletRequest request, HttpServletResponse response, Authentication granted)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token_type", "Bearer");
    body.put("expires_in", TokenKeys.TOKEN_LIFE.toSeconds());
    // How long clients may use it while they cannot get another: no longer.
    body.put("ext_expires_in", TokenKeys.TOKEN_LIFE.toSeconds());
    body.put(
        "access_token",
        ((OAuth2AccessTokenAuthenticationToken) granted).getAccessToken().getTokenValue());
    write(response, HttpStatus.OK, body);
  }

  void refused(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    OAuth2Error error =
        reason instanceof OAuth2AuthenticationException known
            ? known.getError()
            : new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT);
    HttpStatus status = HttpStatus.BAD_REQUEST;
    if (reason instanceof TooManyAttempts attempts) {
      status = HttpStatus.TOO_MANY_REQUESTS;
      response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(attempts.seconds()));
    } else if (error.getErrorCode().equals(OAuth2ErrorCodes.INVALID_CLIENT)) {
      status = HttpStatus.UNAUTHORIZED;
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"perennial\"");
    }
    error(response, status, error.getErrorCode(), sentence(error));
  }

  /** The framework's own descriptions name a parameter and say nothing of what to do. */
  private static String sentence(OAuth2Error error) {
    String described = Optional.ofNullable(error.getDescription()).orElse("");
    return described.contains(" ") && !described.startsWith("OAuth 2.0 ")
        ? described
        : SENTENCES.getOrDefault(error.getErrorCode(), "The request cannot be granted.");
  }

  void error(HttpServletResponse response, HttpStatus status, String code, String sentence)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", code);
    body.put("error_description", sentence);
    write(response, status, body);
  }

  private void write(HttpServletResponse response, HttpStatus status, Map<String, Object> body)
      throws IOException {
    response.setStatus(status.value());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }
}
