package io.perennial.access;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Slice;
import java.util.List;
import java.util.Optional;

/** Groups and their members. Whoever puts somebody in hands out all that the group holds. */
public interface Groups {

  /** How many members a group has at most. */
  int MOST = 1_000;

  /**
   * @throws io.perennial.kernel.Refusal when the name is taken
   */
  Group create(Principal actor, ObjectName name);

  /** All of them by name. */
  Page<Group> page(Principal actor, Slice slice);

  /**
   * @throws io.perennial.kernel.Refusal when there is none
   */
  Group get(Principal actor, PrincipalId id);

  Optional<Group> find(Principal actor, ObjectName name);

  /** By name. */
  List<Principal> members(Principal actor, PrincipalId group);

  /**
   * Puts an application or a user in; one who is in stays in.
   *
   * @throws io.perennial.kernel.Refusal when it is neither, or the group is full
   */
  void add(Principal actor, PrincipalId group, PrincipalId member);

  /**
   * @throws io.perennial.kernel.Refusal when it is not in the group
   */
  void remove(Principal actor, PrincipalId group, PrincipalId member);

  /** Ends a group, with all that it holds. */
  void delete(Principal actor, PrincipalId group);
}
