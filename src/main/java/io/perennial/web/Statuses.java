package io.perennial.web;

import io.perennial.kernel.Refusal;
import org.springframework.http.HttpStatus;

/** HTTP's names for refusals (RFC 9110, section 15.5). */
public final class Statuses {

  private Statuses() {}

  public static HttpStatus of(Refusal refusal) {
    return switch (refusal.kind()) {
      case INVALID -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case STALE -> HttpStatus.PRECONDITION_FAILED;
      case MISUSED -> HttpStatus.UNPROCESSABLE_CONTENT;
    };
  }
}
