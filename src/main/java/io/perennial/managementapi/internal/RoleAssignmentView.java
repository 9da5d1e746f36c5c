package io.perennial.managementapi.internal;

import io.perennial.access.Assignment;
import io.perennial.access.Assignments.Held;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.automation.TokenScopes.Place;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who holds which role where. */
record RoleAssignmentView(
    String id,
    String role,
    Optional<String> roleId,
    String kind,
    String name,
    String principal,
    Optional<String> vault,
    Optional<String> certificate,
    Optional<String> secret,
    Optional<Instant> until) {

  static RoleAssignmentView of(Assignment assignment, Place place) {
    return new RoleAssignmentView(
        id(assignment),
        assignment.role().word(),
        assignment.role().id().map(Object::toString),
        assignment.principal().kind().name().toLowerCase(Locale.ROOT),
        assignment.principal().name(),
        assignment.principal().id().value(),
        place.vault(),
        place.certificate(),
        place.secret(),
        assignment.endsAt());
  }

  /** What tells it from others, in a form for paths. */
  private static String id(Assignment assignment) {
    String parts =
        String.join(
            " ",
            assignment.principal().id().value(),
            assignment.role().name(),
            assignment.scope().path());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(parts.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws Refusal when no assignment has such an id
   */
  static Held held(String id) {
    try {
      List<String> parts =
          List.of(
              new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8).split(" ", 3));
      if (parts.size() == 3) {
        return new Held(
            new PrincipalId(parts.get(0)), Role.valueOf(parts.get(1)), new Scope(parts.get(2)));
      }
    } catch (IllegalArgumentException noId) {
      throw none();
    }
    throw none();
  }

  private static Refusal none() {
    return Refusal.notFound("There is no such role assignment; list them for their ids.");
  }
}
