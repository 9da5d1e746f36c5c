package io.perennial.connector.local;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.Validity;

/** From when until when a certificate is valid, both inclusive, in whole seconds. */
record Lifetime(Instant notBefore, Instant notAfter) {

  /** The most that a certificate's start lies in the past, for servers whose clock is behind. */
  static final Duration MOST_BACKDATED = Duration.ofMinutes(5);

  Lifetime {
    notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
    notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
  }

  /** Ends {@code life} from now; starts a tenth of that, but at most five minutes, in the past. */
  static Lifetime from(Instant now, Duration life) {
    Duration tenth = life.dividedBy(10);
    Duration backdated = tenth.compareTo(MOST_BACKDATED) < 0 ? tenth : MOST_BACKDATED;
    return new Lifetime(now.minus(backdated), now.plus(life));
  }

  static Lifetime of(Validity validity) {
    return new Lifetime(
        validity.getNotBefore().getDate().toInstant(),
        validity.getNotAfter().getDate().toInstant());
  }

  Lifetime endingBy(Instant limit) {
    return notAfter.isAfter(limit) ? new Lifetime(notBefore, limit) : this;
  }

  boolean encloses(Lifetime other) {
    return !other.notBefore.isBefore(notBefore) && !other.notAfter.isAfter(notAfter);
  }

  /** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280, section 4.1.2.5). */
  Validity encoded() {
    return new Validity(new Time(Date.from(notBefore)), new Time(Date.from(notAfter)));
  }
}
