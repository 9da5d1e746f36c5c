package io.perennial.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Where a request came in. Security rules match on this first, then on the path. */
public enum Listener implements RequestMatcher {
  /** TLS: dashboard and pull. */
  HTTPS,
  /** Plain, without sessions: challenges and health. */
  PLAIN,
  /** The Unix socket of the command line. */
  CONTROL;

  static final String ATTRIBUTE = Listener.class.getName();

  @Override
  public boolean matches(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) == this;
  }

  /** Requests on this listener whose path is this one or below it. */
  public RequestMatcher below(String path) {
    return request ->
        matches(request)
            && (request.getRequestURI().equals(path)
                || request.getRequestURI().startsWith(path + "/"));
  }
}
