package io.perennial.web;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bearer credentials (RFC 6750, section 2.1). */
public final class Bearer {

  private static final String SCHEME = "Bearer ";

  private Bearer() {}

  /**
   * @param authorization the header field of that name, if there was one
   */
  public static Optional<String> credential(@Nullable String authorization) {
    return Optional.ofNullable(authorization)
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip())
        .filter(value -> !value.isEmpty());
  }
}
