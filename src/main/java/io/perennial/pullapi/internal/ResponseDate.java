package io.perennial.pullapi.internal;

import io.netty.handler.codec.DateFormatter;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;

/** The Date of responses (RFC 9110, section 6.6.1), written once a second. */
final class ResponseDate {

  private final Clock clock;
  private volatile Written written = new Written(Long.MIN_VALUE, "");

  ResponseDate(Clock clock) {
    this.clock = clock;
  }

  String now() {
    Instant now = clock.instant();
    Written last = written;
    if (last.second() != now.getEpochSecond()) {
      last = new Written(now.getEpochSecond(), DateFormatter.format(Date.from(now)));
      written = last;
    }
    return last.text();
  }

  private record Written(long second, String text) {}
}
