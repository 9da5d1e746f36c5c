package io.perennial.connector;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a CA refused.
 *
 * @param blame whose turn it is
 * @param type a URN where the CA gave one (RFC 8555, section 6.7), else a short name
 * @param detail for an operator, in words; untrusted text of the CA is allowed, secrets are not
 * @param retryAfter when the CA says a new attempt may succeed
 */
public record Problem(Blame blame, String type, String detail, Optional<Duration> retryAfter) {

  /** The most that {@code detail} keeps, in characters. */
  public static final int MAX_DETAIL = 2_000;

  public Problem {
    detail = visible(detail);
    if (detail.length() > MAX_DETAIL) {
      detail = detail.substring(0, MAX_DETAIL);
    }
  }

  /** A CA's text is shown on pages and terminals, which would obey what it should only hold. */
  static String visible(String text) {
    return text.replaceAll("[\\p{C}&&[^\\n]]", "?");
  }

  /** Whose turn it is. */
  public enum Blame {
    /** The request must change: its names, its proof of control, its key. */
    REQUEST,
    /** The CA or our account there must be put right, or waited for. */
    ISSUER,
    /** Perennial did something wrong. */
    US
  }
}
