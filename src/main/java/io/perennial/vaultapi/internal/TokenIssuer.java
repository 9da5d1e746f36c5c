package io.perennial.vaultapi.internal;

import io.perennial.web.Bearer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads from a token that was found good who gave it out. */
final class TokenIssuer {

  private static final String NONE = "unknown";

  private TokenIssuer() {}

  static String of(HttpServletRequest request) {
    return Bearer.credential(request.getHeader(HttpHeaders.AUTHORIZATION))
        .flatMap(TokenIssuer::claim)
        .orElse(NONE);
  }

  private static Optional<String> claim(String token) {
    int begin = token.indexOf('.') + 1;
    int end = token.indexOf('.', begin);
    if (begin == 0 || end < 0) {
      return Optional.empty();
    }
    try {
      return JsonMapper.shared()
          .readTree(Base64.getUrlDecoder().decode(token.substring(begin, end)))
          .path("iss")
          .asStringOpt();
    } catch (IllegalArgumentException | JacksonException otherForm) {
      return Optional.empty();
    }
  }
}
