package io.perennial.access;

import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Slice;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which roles applications, users and groups hold. Whoever manages access at a scope hands out any
 * of {@link #ROLES} there; who holds Key Vault's Data Access Administrator there, those that this
 * role may.
 */
public interface Assignments {

  /** Those that Perennial has besides Key Vault's; they hold for the whole deployment. */
  Set<Role> OWN = Set.copyOf(EnumSet.of(Role.READER, Role.OPERATOR, Role.ADMINISTRATOR));

  /** Which roles can be handed out. */
  Set<Role> ROLES =
      Set.copyOf(
          EnumSet.copyOf(
              java.util.Arrays.stream(Role.values())
                  .filter(role -> role.keyVault() || OWN.contains(role))
                  .toList()));

  /**
   * Assigns a role; one that is held at the same scope gets another end.
   *
   * @throws io.perennial.kernel.Refusal when the actor may not, the principal is none that holds
   *     roles by assignment, or the end is not ahead
   */
  Assignment assign(Principal actor, Wanted wanted);

  /**
   * Takes a role away at once.
   *
   * @throws io.perennial.kernel.Refusal when it is not held there, or nobody would be left who
   *     administers the deployment
   */
  void remove(Principal actor, Held held);

  /**
   * @throws io.perennial.kernel.Refusal when it is not held there
   */
  Assignment get(Principal actor, Held held);

  /** By principal, role and scope; those that have ended too. */
  Page<Assignment> page(Principal actor, Filter filter, Slice slice);

  /**
   * What is wanted.
   *
   * @param endsAt empty: for good
   */
  record Wanted(PrincipalId principal, Role role, Scope scope, Optional<Instant> endsAt) {}

  /** What tells an assignment from others. */
  record Held(PrincipalId principal, Role role, Scope scope) {}

  /**
   * Which assignments.
   *
   * @param principal empty: whoever's
   * @param scope at it and below
   */
  record Filter(Optional<PrincipalId> principal, Scope scope) {}
}
