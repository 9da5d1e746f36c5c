package io.perennial.dashboard.internal;

import io.perennial.kernel.Refusal;
import io.perennial.storage.DatabaseTrouble;
import io.perennial.web.Listener;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Whatever fails under the dashboard's addresses becomes a page with a sentence. */
@Component
class DashboardErrors implements HandlerExceptionResolver, Ordered {

  private static final Logger log = LoggerFactory.getLogger(DashboardErrors.class);

  /** Where a page would be no answer. */
  private static final List<String> FOR_PROGRAMS = List.of("/pull/", "/api/", "/.vault");

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
    String path = request.getServletPath();
    boolean page = FOR_PROGRAMS.stream().noneMatch(path::startsWith);
    if (!Listener.HTTPS.matches(request) || !page) {
      return null;
    }
    return switch (failure) {
      case Refusal refusal -> page(Statuses.of(refusal), refusal.sentence());
      case ErrorResponse known -> page(known.getStatusCode(), "");
      default -> failed(failure);
    };
  }

  private static ModelAndView failed(Exception failure) {
    Optional<DatabaseTrouble> trouble = DatabaseTrouble.of(failure);
    if (trouble.isPresent()) {
      log.warn("A page failed: {}", trouble.get().sentence());
      return page(HttpStatus.SERVICE_UNAVAILABLE, trouble.get().sentence());
    }
    log.error("A page failed", failure);
    return page(HttpStatus.INTERNAL_SERVER_ERROR, "");
  }

  private static ModelAndView page(HttpStatusCode status, String sentence) {
    return new ModelAndView(
        "error", Map.of("status", status.value(), "sentence", sentence), status);
  }
}
