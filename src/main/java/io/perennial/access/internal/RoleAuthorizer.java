package io.perennial.access.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.kernel.Refusal;
import java.time.Clock;
import org.springframework.stereotype.Service;

/** Allows what an assigned role allows at the scope or above it, and nothing else. */
@Service
class RoleAuthorizer implements Authorizer {

  private final AccessRepository assignments;
  private final Audit audit;
  private final Clock clock;

  RoleAuthorizer(AccessRepository assignments, Audit audit, Clock clock) {
    this.assignments = assignments;
    this.clock = clock;
    this.audit = audit;
  }

  @Override
  public void require(Principal actor, Permission permission, Scope scope) {
    if (!allows(actor, permission, scope)) {
      audit.denied(actor.name(), permission.name(), scope.path());
      throw Refusal.forbidden(
          "%s may not %s at %s. Ask an administrator for a role that allows it."
              .formatted(actor.name(), permission, scope));
    }
  }

  @Override
  public boolean allows(Principal actor, Permission permission, Scope scope) {
    if (actor.kind() == Principal.Kind.SYSTEM) {
      return Role.SYSTEM.allows(permission);
    }
    return assignments.held(actor.id(), clock.instant()).stream()
        .anyMatch(held -> held.scope().covers(scope) && held.role().allows(permission));
  }
}
