package io.perennial.operations.internal;

import io.perennial.renewal.Renewal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether the process lives, and whether it does its work. */
@RestController
class HealthController {

  private final OwnIdentity identity;
  private final Renewal renewal;
  private final Clock clock;

  HealthController(OwnIdentity identity, Renewal renewal, Clock clock) {
    this.identity = identity;
    this.renewal = renewal;
    this.clock = clock;
  }

  @GetMapping(path = "/health/live", produces = MediaType.TEXT_PLAIN_VALUE)
  String live() {
    return "live\n";
  }

  /**
   * 503 before the own certificate is in use, and when the sweep is more than two intervals old.
   */
  @GetMapping(
      path = {"/health/ready", "/control/health"},
      produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<String> ready() {
    if (!identity.ready()) {
      return unavailable("the server's own certificate is not issued yet");
    }
    Duration patience = renewal.sweepInterval().multipliedBy(2);
    Instant now = clock.instant();
    // A sweep at a time that is still to come says nothing: the clock went back.
    return renewal
            .lastSweep()
            .filter(at -> at.isAfter(now.minus(patience)) && at.isBefore(now.plus(patience)))
            .isPresent()
        ? ResponseEntity.ok("ready\n")
        : unavailable("the sweep for due certificates has not run lately");
  }

  private static ResponseEntity<String> unavailable(String reason) {
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(reason + "\n");
  }
}
