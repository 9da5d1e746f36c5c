package io.perennial.managementapi.internal;

import io.perennial.automation.GrantWish;
import org.jspecify.annotations.Nullable;

/** A role to assign to one application, user or group. */
record RoleAssignmentBody(
    @Nullable String role,
    @Nullable String application,
    @Nullable String user,
    @Nullable String group,
    @Nullable String vault,
    @Nullable String certificate,
    @Nullable String secret,
    @Nullable String until) {

  GrantWish wish() {
    return new GrantWish(
        Texts.of(role),
        Texts.of(application),
        Texts.of(user),
        Texts.of(group),
        Texts.of(vault),
        Texts.of(certificate),
        Texts.of(secret),
        Texts.of(until));
  }
}
