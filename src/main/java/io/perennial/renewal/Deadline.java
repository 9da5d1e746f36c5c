package io.perennial.renewal;

import java.time.Duration;
import java.time.Instant;

/** The instant from which on nothing may hold a renewal up any more. */
public final class Deadline {

  private static final Duration LEAST = Duration.ofHours(12);

  private Deadline() {}

  /**
   * Five per cent of the life before its end, at least twelve hours, but never more than a quarter
   * of the life: {@code notAfter − min(max(5 % of life, 12 h), life/4)}.
   */
  public static Instant of(Instant notBefore, Instant notAfter) {
    Duration life = Duration.between(notBefore, notAfter);
    Duration twentieth = life.dividedBy(20);
    Duration margin = twentieth.compareTo(LEAST) > 0 ? twentieth : LEAST;
    Duration quarter = life.dividedBy(4);
    return notAfter.minus(margin.compareTo(quarter) < 0 ? margin : quarter);
  }
}
