package io.perennial.vaultapi.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perennial.kernel.Refusal;
import io.perennial.storage.DatabaseTrouble;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.json.JsonMapper;

/** Refusals as Key Vault writes them. */
@RestControllerAdvice(basePackageClasses = VaultErrors.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class VaultErrors {

  private static final Logger log = LoggerFactory.getLogger(VaultErrors.class);

  private final JsonMapper json;

  VaultErrors(JsonMapper json) {
    this.json = json;
  }

  /** From where no route was reached. */
  void write(HttpServletResponse response, VaultProblem problem) throws IOException {
    response.setStatus(problem.status().value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem.body()));
  }

  @ExceptionHandler
  ResponseEntity<Body> refused(VaultProblem problem) {
    return ResponseEntity.status(problem.status()).body(problem.body());
  }

  @ExceptionHandler
  ResponseEntity<Body> refused(Refusal refusal) {
    return body(
        Statuses.of(refusal),
        switch (refusal.kind()) {
          case INVALID, MISUSED -> "BadParameter";
          case UNAUTHENTICATED -> "Unauthorized";
          case FORBIDDEN -> "Forbidden";
          case NOT_FOUND -> "NotFound";
          case CONFLICT, STALE -> "Conflict";
        },
        refusal.sentence());
  }

  @ExceptionHandler
  ResponseEntity<Body> failed(Exception failure) {
    if (failure instanceof ErrorResponse known) {
      return body(
          known.getStatusCode(),
          "BadParameter",
          "%s See the reference of the Key Vault data plane."
              .formatted(String.valueOf(known.getBody().getDetail())));
    }
    Optional<DatabaseTrouble> trouble = DatabaseTrouble.of(failure);
    if (trouble.isPresent()) {
      log.warn("A request to a vault failed: {}", trouble.get().sentence());
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .header(HttpHeaders.RETRY_AFTER, Integer.toString(DatabaseTrouble.RETRY_AFTER))
          .body(new Body(new Detail("Throttled", trouble.get().sentence(), Optional.empty())));
    }
    log.error("A request to a vault failed", failure);
    return body(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "InternalServerError",
        "Perennial failed on this request. Its log says why; trying again may help.");
  }

  private static ResponseEntity<Body> body(HttpStatusCode status, String code, String message) {
    return ResponseEntity.status(status)
        .body(new Body(new Detail(code, message, Optional.empty())));
  }

  record Body(Detail error) {}

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Detail(String code, String message, Optional<Inner> innererror) {}

  record Inner(String code) {}
}
