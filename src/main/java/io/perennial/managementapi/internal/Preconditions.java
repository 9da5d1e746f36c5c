package io.perennial.managementapi.internal;

import io.perennial.kernel.Expected;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Revisions as entity tags (RFC 9110, section 8.8.3). */
final class Preconditions {

  private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

  private Preconditions() {}

  static String tag(long revision) {
    return "\"" + revision + "\"";
  }

  /**
   * What {@code If-Match} admits (RFC 9110, section 13.1.1). A weak tag, or one that we never gave,
   * matches nothing.
   *
   * @throws ErrorResponseException 428 (RFC 6585, section 3) without the header
   */
  static Expected expected(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new ErrorResponseException(
          HttpStatus.PRECONDITION_REQUIRED,
          ProblemDetail.forStatusAndDetail(
              HttpStatus.PRECONDITION_REQUIRED,
              "Send If-Match with the ETag that you read, so that no other change is overwritten."),
          null);
    }
    if (ifMatch.strip().equals("*")) {
      return Expected.any();
    }
    Set<Long> revisions =
        Arrays.stream(ifMatch.split(","))
            .map(tag -> TAG.matcher(tag.strip()))
            .filter(Matcher::matches)
            .map(tag -> Long.valueOf(tag.group(1)))
            .collect(Collectors.toSet());
    return new Expected(Optional.of(revisions));
  }
}
