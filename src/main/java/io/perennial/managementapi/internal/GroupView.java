package io.perennial.managementapi.internal;

import io.perennial.access.Group;
import io.perennial.access.Principal;
import java.util.List;

/** A group and who is in it. */
record GroupView(String id, String name, List<MemberView> members) {

  static GroupView of(Group group, List<Principal> members) {
    return new GroupView(
        group.id().value(), group.name().value(), members.stream().map(MemberView::of).toList());
  }
}
