package io.perennial.managementapi.internal;

import io.perennial.access.Role;
import java.util.List;
import java.util.Optional;

/** A role that can be assigned. */
record RoleDefinitionView(
    String role, String title, Optional<String> id, List<String> dataActions, boolean delegable) {

  static RoleDefinitionView of(Role role) {
    return new RoleDefinitionView(
        role.word(),
        role.title(),
        role.id().map(Object::toString),
        role.dataActions(),
        role.delegable());
  }
}
