package io.perennial.managementapi.internal;

import io.perennial.access.Assignment;
import io.perennial.access.Assignments;
import io.perennial.access.Assignments.Filter;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.automation.GrantPlaces;
import io.perennial.automation.GrantWish;
import io.perennial.automation.Grants;
import io.perennial.automation.TokenScopes;
import io.perennial.automation.TokenScopes.Place;
import io.perennial.kernel.PrincipalId;
import io.perennial.managementapi.internal.Once.Made;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Which roles there are, and who holds them where and until when. */
@RestController
@RequestMapping("/api/v1")
class RolesApi {

  private final Assignments assignments;
  private final Grants grants;
  private final Places places;
  private final Cursors cursors;
  private final Once once;

  RolesApi(Assignments assignments, Grants grants, Places places, Cursors cursors, Once once) {
    this.assignments = assignments;
    this.grants = grants;
    this.places = places;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping("/role-definitions")
  Listing<RoleDefinitionView> definitions() {
    return new Listing<>(
        Assignments.ROLES.stream().sorted().map(RoleDefinitionView::of).toList(), Optional.empty());
  }

  @GetMapping("/role-assignments")
  Listing<RoleAssignmentView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable String principal,
      @RequestParam(required = false) @Nullable String vault,
      @RequestParam(required = false) @Nullable String certificate,
      @RequestParam(required = false) @Nullable String secret) {
    GrantWish place =
        new GrantWish("", "", "", "", Texts.of(vault), Texts.of(certificate), Texts.of(secret), "");
    Filter filter =
        new Filter(
            Optional.ofNullable(principal).map(PrincipalId::new), places.grants().of(actor, place));
    return cursors.list(
        request, limit, cursor, slice -> assignments.page(actor, filter, slice), this::views);
  }

  private List<RoleAssignmentView> views(List<Assignment> all) {
    Map<Scope, Place> named = places.names().places(all.stream().map(Assignment::scope).toList());
    return all.stream()
        .map(one -> RoleAssignmentView.of(one, Objects.requireNonNull(named.get(one.scope()))))
        .toList();
  }

  @PostMapping("/role-assignments")
  ResponseEntity<RoleAssignmentView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody RoleAssignmentBody body) {
    return once.create(
        actor,
        key,
        body,
        RoleAssignmentView.class,
        () -> {
          RoleAssignmentView made = views(List.of(grants.assign(actor, body.wish()))).getFirst();
          return new Made<>("/api/v1/role-assignments/" + made.id(), Optional.empty(), made);
        });
  }

  @GetMapping("/role-assignments/{id}")
  RoleAssignmentView get(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return views(List.of(assignments.get(actor, RoleAssignmentView.held(id)))).getFirst();
  }

  /** Needs no {@code If-Match}: whoever ends an access wants it ended, whatever has happened. */
  @DeleteMapping("/role-assignments/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    assignments.remove(actor, RoleAssignmentView.held(id));
  }

  /** Scopes from names and names of scopes. */
  @Component
  record Places(GrantPlaces grants, TokenScopes names) {}
}
