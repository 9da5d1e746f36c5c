package io.perennial.managementapi.internal;

import io.perennial.automation.GrantWish;
import org.jspecify.annotations.Nullable;

/** An application or a user to put into a group. */
record MemberBody(@Nullable String application, @Nullable String user) {

  GrantWish wish() {
    return new GrantWish("", Texts.of(application), Texts.of(user), "", "", "", "", "");
  }
}
