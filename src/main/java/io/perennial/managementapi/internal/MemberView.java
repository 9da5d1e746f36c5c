package io.perennial.managementapi.internal;

import io.perennial.access.Principal;
import java.util.Locale;

/** An application or a user. */
record MemberView(String id, String kind, String name) {

  static MemberView of(Principal principal) {
    return new MemberView(
        principal.id().value(), principal.kind().name().toLowerCase(Locale.ROOT), principal.name());
  }
}
