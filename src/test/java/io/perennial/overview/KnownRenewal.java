package io.perennial.overview;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import io.perennial.renewal.Decision;
import io.perennial.renewal.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A sweep that ran when a test says so. */
record KnownRenewal(Optional<Instant> lastSweep, Duration sweepInterval) implements Renewal {

  @Override
  public void retry(Principal actor, CertificateId certificate) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void renewNow(Principal actor, CertificateId certificate) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Decision> decisions(Principal actor, CertificateId certificate, int limit) {
    return List.of();
  }
}
