package io.perennial.publication;

import io.perennial.access.Scope;
import io.perennial.kernel.ConsumerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import java.time.Instant;
import java.util.Optional;

/**
 * An enrolled server.
 *
 * @param principal as which it authenticates
 * @param hostname what it calls itself
 * @param enrolledAt empty while its invitation was not taken up
 */
public record Consumer(
    ConsumerId id,
    PrincipalId principal,
    ObjectName name,
    Optional<String> hostname,
    Instant createdAt,
    Optional<Instant> enrolledAt,
    Optional<Instant> lastSeenAt,
    Optional<Instant> revokedAt) {

  public Scope scope() {
    return Scope.consumer(id);
  }
}
