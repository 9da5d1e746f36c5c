package io.perennial.publication.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** What every use case of this module passes through: rights, audit, time and chance. */
@Component
class Gate {

  private final Authorizer authorizer;
  private final Audit audit;
  private final Clock clock;
  private final RandomGenerator random;

  Gate(Authorizer authorizer, Audit audit, Clock clock, RandomGenerator random) {
    this.authorizer = authorizer;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  void require(Principal actor, Permission permission, Scope scope) {
    authorizer.require(actor, permission, scope);
  }

  void record(AuditEvent event) {
    audit.record(event);
  }

  Instant now() {
    return clock.instant();
  }

  RandomGenerator random() {
    return random;
  }
}
