package io.perennial.access;

import io.perennial.kernel.PrincipalId;
import java.util.List;
import java.util.Optional;

/** Registers principals and what they hold. Callers authorise and audit. */
public interface Principals {

  /**
   * @throws io.perennial.kernel.Refusal conflict when the name is taken among its kind
   */
  Principal register(Principal.Kind kind, String name);

  Optional<Principal> find(PrincipalId id);

  Optional<Principal> findByName(Principal.Kind kind, String name);

  /** Whether anybody holds a role. */
  boolean anyoneHolds(Role role);

  /** Who holds a role that allows something at a scope, by name. */
  List<Holder> holders(Permission permission, Scope scope);

  void assign(PrincipalId principal, Role role, Scope scope);

  /** Takes away all that is held at a scope and below. */
  void unassign(PrincipalId principal, Scope scope);

  /**
   * Takes away what anybody holds at a scope and below, because there is nothing there any more;
   * API tokens that hold nowhere else end.
   */
  void forget(Scope scope);

  boolean hasPassword(PrincipalId principal);

  /** Stores an Argon2id hash of the password (RFC 9106), replacing an earlier one. */
  void setPassword(PrincipalId principal, CharSequence password);

  /** Somebody and the role by which it may. */
  record Holder(Principal principal, Role role) {}

  /** Whether this is the person's password; takes as long for a person who does not exist. */
  Optional<Principal> authenticate(String name, CharSequence password);
}
