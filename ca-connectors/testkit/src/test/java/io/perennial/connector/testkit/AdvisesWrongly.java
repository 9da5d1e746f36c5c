package io.perennial.connector.testkit;

import io.perennial.connector.CaUnavailable;
import io.perennial.connector.ConnectorContext;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.RenewalAdvice;
import io.perennial.connector.RenewalAdviser;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Advisers that each break the contract in one way. */
final class AdvisesWrongly {

  private AdvisesWrongly() {}

  /** Keeps the contract; subclasses break it in one place each. */
  static class Soundly extends ToyConnector implements RenewalAdviser {
    Soundly(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public String origin() {
      return "the toy CA";
    }

    @Override
    public Optional<RenewalAdvice> advise(X509Certificate certificate) throws ConnectorException {
      if (context instanceof CutOffContext) {
        throw new CaUnavailable("The toy CA does not answer.", Optional.empty());
      }
      Instant end = certificate.getNotAfter().toInstant();
      return window(end.minus(Duration.ofHours(1)), end);
    }

    Optional<RenewalAdvice> window(Instant start, Instant end) {
      return Optional.of(new RenewalAdvice(start, end, Optional.empty(), Optional.empty()));
    }
  }

  static class ForTheTimeAfterExpiry extends Soundly {
    ForTheTimeAfterExpiry(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    Optional<RenewalAdvice> window(Instant start, Instant end) {
      return super.window(end, end.plus(Duration.ofHours(1)));
    }
  }

  static class WithAnOriginOfTheDay extends Soundly {
    private static final AtomicInteger OPENED = new AtomicInteger();
    private final int day = OPENED.incrementAndGet();

    WithAnOriginOfTheDay(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public String origin() {
      return "the toy CA on day " + day;
    }
  }

  static class ByThrowing extends Soundly {
    ByThrowing(ConnectorContext context, ToyCa ca) {
      super(context, ca);
    }

    @Override
    public Optional<RenewalAdvice> advise(X509Certificate certificate) throws ConnectorException {
      if (context instanceof CutOffContext) {
        throw new IllegalStateException("no network");
      }
      return super.advise(certificate);
    }
  }
}
