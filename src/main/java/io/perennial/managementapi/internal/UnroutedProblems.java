package io.perennial.managementapi.internal;

import io.perennial.web.Listener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;
import tools.jackson.databind.json.JsonMapper;

/** What reaches no controller, such as a wrong method, is a problem document as well. */
@Component
class UnroutedProblems implements HandlerExceptionResolver, Ordered {

  private final ProblemWriter problems;

  UnroutedProblems(JsonMapper json) {
    this.problems = new ProblemWriter(json);
  }

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception failure) {
    if (handler instanceof HandlerMethod
        || !(failure instanceof ErrorResponse known)
        || !Listener.HTTPS.below("/api").matches(request)) {
      return null;
    }
    known
        .getHeaders()
        .forEach((name, values) -> values.forEach(value -> response.addHeader(name, value)));
    try {
      problems.write(
          response,
          HttpStatus.valueOf(known.getStatusCode().value()),
          detail(known.getStatusCode().value()));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return new ModelAndView();
  }

  private static String detail(int status) {
    return status == HttpStatus.METHOD_NOT_ALLOWED.value()
        ? "Nothing here takes this method; the header Allow names those that are."
        : "There is nothing here. The API is described at /api/v1/openapi.json.";
  }
}
