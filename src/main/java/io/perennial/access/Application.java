package io.perennial.access;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import java.time.Instant;
import java.util.Optional;

/**
 * A program that is known by a client id and shows a client secret for tokens.
 *
 * @param principal to whom roles are assigned
 * @param revokedAt since when none of its secrets and tokens counts
 */
public record Application(
    ClientId clientId,
    PrincipalId principal,
    ObjectName name,
    Instant createdAt,
    Optional<Instant> revokedAt) {

  /** As whom it acts. */
  public Principal actor() {
    return new Principal(principal, Principal.Kind.APPLICATION, name.value());
  }
}
