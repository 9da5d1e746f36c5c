package io.perennial.identity.internal;

import io.perennial.kernel.Refusal;
import io.perennial.storage.DatabaseTrouble;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.filter.OncePerRequestFilter;

/** Turns away what is no request for a token, before any of its body is read. */
final class TokenGate extends OncePerRequestFilter {

  private static final Logger log = LoggerFactory.getLogger(TokenGate.class);

  /** A form with a signed assertion and claims has a tenth of it. */
  static final int MOST_BYTES = 16 * 1024;

  private final Authorities authorities;
  private final TokenAnswers answers;

  TokenGate(Authorities authorities, TokenAnswers answers) {
    this.authorities = authorities;
    this.answers = answers;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long length = request.getContentLengthLong();
    if (!request.getMethod().equals(HttpMethod.POST.name())) {
      response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
      refuse(response, HttpStatus.METHOD_NOT_ALLOWED, "Ask for a token with POST.");
    } else if (length < 0) {
      // Forms are short and their length is known; so nothing need be read to see that.
      refuse(response, HttpStatus.LENGTH_REQUIRED, "Send a form with its Content-Length.");
    } else if (length > MOST_BYTES) {
      refuse(
          response,
          HttpStatus.CONTENT_TOO_LARGE,
          "A request for a token has at most %d bytes.".formatted(MOST_BYTES));
    } else {
      admit(request, response, chain);
    }
  }

  private void admit(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      authorities.of(request);
      chain.doFilter(request, response);
    } catch (Refusal foreign) {
      refuse(response, HttpStatus.BAD_REQUEST, foreign.sentence());
    } catch (RuntimeException failure) {
      Optional<DatabaseTrouble> trouble = DatabaseTrouble.of(failure);
      if (trouble.isEmpty()) {
        throw failure;
      }
      log.warn("A request for a token failed: {}", trouble.get().sentence());
      response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(DatabaseTrouble.RETRY_AFTER));
      answers.error(
          response,
          HttpStatus.SERVICE_UNAVAILABLE,
          "temporarily_unavailable",
          trouble.get().sentence());
    }
  }

  private void refuse(HttpServletResponse response, HttpStatus status, String sentence)
      throws IOException {
    answers.error(response, status, OAuth2ErrorCodes.INVALID_REQUEST, sentence);
  }
}
