package io.perennial.renewal.internal;

import io.perennial.certificate.Version;
import io.perennial.kernel.VersionId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The time in which a CA wants a version renewed (RFC 9773, section 4.2).
 *
 * @param explanation a page of the CA that says why
 */
record Window(Instant start, Instant end, Optional<URI> explanation) {

  /** How many hexadecimal digits of a version's id choose its instant. */
  private static final int DIGITS = 6;

  /** CAs date their certificates back, and revoked ones are to be renewed an hour ago. */
  private static final Duration TOLERANCE = Duration.ofDays(1);

  /**
   * Why a window cannot be meant.
   *
   * @return a clause that says what is wrong with it; empty when it can
   */
  static Optional<String> objection(Instant start, Instant end, Version version) {
    if (!start.isBefore(end)) {
      return Optional.of("its window does not end after it starts");
    }
    if (end.isAfter(version.notAfter())) {
      return Optional.of("its window reaches beyond the certificate's own end");
    }
    if (start.isBefore(version.notBefore().minus(TOLERANCE))) {
      return Optional.of("its window starts long before the certificate was made");
    }
    return Optional.empty();
  }

  /**
   * One instant of the window for each version. Ids are random, so a CA's certificates spread over
   * their windows; and as an id stays the same, so does the instant, whoever asks how often.
   */
  Instant chosen(VersionId version) {
    long part = Long.parseLong(version.value().substring(0, DIGITS), 16);
    return start.plusSeconds((Duration.between(start, end).toSeconds() * part) >> (4 * DIGITS));
  }

  /** For the timeline. */
  String sentence() {
    return "between "
        + start.truncatedTo(ChronoUnit.SECONDS)
        + " and "
        + end.truncatedTo(ChronoUnit.SECONDS)
        + explanation.map(page -> " (" + page + ")").orElse("");
  }
}
