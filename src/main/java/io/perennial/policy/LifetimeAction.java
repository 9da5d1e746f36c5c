package io.perennial.policy;

import io.perennial.kernel.Refusal;
import java.time.Duration;
import java.time.Instant;

/** When a certificate is renewed, counted from its own dates (Key Vault's words). */
public sealed interface LifetimeAction {

  /** The instant from which on the certificate is due. */
  Instant due(Instant notBefore, Instant notAfter);

  /** For the pages and the timeline. */
  String sentence();

  /** At a share of the lifetime. */
  record Percentage(int percent) implements LifetimeAction {

    public Percentage {
      if (percent < 1 || percent > 99) {
        throw Refusal.invalid("Renew between 1 % and 99 % of the life; 66% is usual.");
      }
    }

    @Override
    public Instant due(Instant notBefore, Instant notAfter) {
      Duration life = Duration.between(notBefore, notAfter);
      return notBefore.plus(life.multipliedBy(percent).dividedBy(100));
    }

    @Override
    public String sentence() {
      return "at " + percent + " % of its life";
    }
  }

  /** So many days before expiry. */
  record DaysBeforeExpiry(int days) implements LifetimeAction {

    public DaysBeforeExpiry {
      if (days < 1 || days > 3_650) {
        throw Refusal.invalid("Renew between 1 and 3650 days before expiry; 30d is usual.");
      }
    }

    @Override
    public Instant due(Instant notBefore, Instant notAfter) {
      Instant due = notAfter.minus(Duration.ofDays(days));
      // More days than the CA gives would renew for ever; half the life is the earliest.
      Instant half = new Percentage(50).due(notBefore, notAfter);
      return due.isBefore(half) ? half : due;
    }

    @Override
    public String sentence() {
      return days + (days == 1 ? " day" : " days") + " before it expires";
    }
  }
}
