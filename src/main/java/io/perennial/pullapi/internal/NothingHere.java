package io.perennial.pullapi.internal;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * What no controller takes below {@code /pull} is a problem document too. Left alone it would be
 * forwarded to an error page, which is denied, so that a wrong path looked like a missing right.
 */
@RestControllerAdvice
class NothingHere {

  @ExceptionHandler({
    NoResourceFoundException.class,
    HttpRequestMethodNotSupportedException.class,
    HttpMediaTypeNotAcceptableException.class,
    HttpMediaTypeNotSupportedException.class
  })
  ResponseEntity<ProblemDetail> absent(ServletException absent, HttpServletRequest request)
      throws ServletException {
    if (!request.getRequestURI().startsWith("/pull/") || !(absent instanceof ErrorResponse error)) {
      throw absent;
    }
    ProblemDetail problem = error.getBody();
    problem.setDetail(
        "There is nothing here for this request. List your bindings with GET /pull/v1/bindings.");
    return ResponseEntity.status(error.getStatusCode()).headers(error.getHeaders()).body(problem);
  }
}
