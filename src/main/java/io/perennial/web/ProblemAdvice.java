package io.perennial.web;

import io.perennial.kernel.Refusal;
import io.perennial.storage.DatabaseTrouble;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Refusals as problem documents (RFC 9457). */
@RestControllerAdvice(annotations = RestController.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(Refusal refusal) {
    return ResponseEntity.of(
            ProblemDetail.forStatusAndDetail(Statuses.of(refusal), refusal.sentence()))
        .build();
  }

  /** Not logged: it quotes what was sent, which may be a secret. */
  @ExceptionHandler
  ResponseEntity<ProblemDetail> rejected(RequestRejectedException unreadable) {
    return ResponseEntity.of(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "A header or parameter of the request has characters that are not allowed there."
                    + " Send visible ASCII in headers."))
        .build();
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> failed(RuntimeException failure) {
    Optional<DatabaseTrouble> trouble = DatabaseTrouble.of(failure);
    if (trouble.isPresent()) {
      log.warn("A request failed: {}", trouble.get().sentence());
      return ResponseEntity.of(
              ProblemDetail.forStatusAndDetail(
                  HttpStatus.SERVICE_UNAVAILABLE, trouble.get().sentence()))
          .headers(headers ->
              headers.set(HttpHeaders.RETRY_AFTER, Integer.toString(DatabaseTrouble.RETRY_AFTER)))
          .build();
    }
    log.error("A request failed", failure);
    return ResponseEntity.of(
            ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Perennial failed on this request. Its log says why; trying again may help."))
        .build();
  }
}
