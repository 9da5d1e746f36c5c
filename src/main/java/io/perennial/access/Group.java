package io.perennial.access;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;

/**
 * Applications and users with a name in common. What is assigned to the group counts for each.
 *
 * @param id to which roles are assigned
 */
public record Group(PrincipalId id, ObjectName name) {}
