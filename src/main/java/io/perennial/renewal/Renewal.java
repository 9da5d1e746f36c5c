package io.perennial.renewal;

import io.perennial.access.Principal;
import io.perennial.kernel.CertificateId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When certificates are issued anew. */
public interface Renewal {

  /** Clears all backoff and tries at once; for a person who has put something right. */
  void retry(Principal actor, CertificateId certificate);

  /** Issues a new version now, although the current one is not due. */
  void renewNow(Principal actor, CertificateId certificate);

  /** The timeline, newest first. */
  List<Decision> decisions(Principal actor, CertificateId certificate, int limit);

  /** When the sweep last looked at everything that was due. */
  Optional<Instant> lastSweep();

  /** How often it should. */
  Duration sweepInterval();
}
