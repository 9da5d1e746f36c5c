package io.perennial.managementapi.internal;

import io.perennial.kernel.Nearest;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says of a body that cannot be read which field is wrong. */
@RestControllerAdvice(basePackageClasses = ApiProblems.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class ApiProblems {

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unreadable(HttpMessageNotReadableException failure) {
    return ResponseEntity.of(
            ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail(failure.getCause())))
        .build();
  }

  private static String detail(@Nullable Throwable cause) {
    return switch (cause) {
      case UnrecognizedPropertyException unknown -> unknown(unknown);
      case StreamConstraintsException deep ->
          "The JSON is nested too deeply or holds too long a text.";
      case DatabindException wrong ->
          "The field '%s' has a value of the wrong type; see /api/v1/openapi.json."
              .formatted(path(wrong.getPath()));
      case JacksonException malformed ->
          "This is not JSON, from line %d, column %d on."
              .formatted(
                  malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr());
      case null, default -> "Send a JSON object; see /api/v1/openapi.json.";
    };
  }

  private static String unknown(UnrecognizedPropertyException unknown) {
    @Nullable Collection<Object> known = unknown.getKnownPropertyIds();
    List<String> names =
        known == null ? List.of() : known.stream().map(String::valueOf).sorted().toList();
    return "There is no field '%s' here.%s"
        .formatted(
            shown(path(unknown.getPath())),
            Nearest.of(unknown.getPropertyName(), names)
                .map(near -> " Did you mean '" + near + "'?")
                .orElse(" There are: " + String.join(", ", names) + "."));
  }

  private static String path(List<JacksonException.Reference> path) {
    return path.stream()
        .map(step ->
            step.getPropertyName() == null
                ? Integer.toString(step.getIndex())
                : step.getPropertyName())
        .collect(Collectors.joining("."));
  }

  private static String shown(String sent) {
    return sent.length() > 80 ? sent.substring(0, 80) + "…" : sent;
  }
}
