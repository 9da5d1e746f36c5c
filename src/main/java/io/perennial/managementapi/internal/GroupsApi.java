package io.perennial.managementapi.internal;

import io.perennial.access.Group;
import io.perennial.access.Groups;
import io.perennial.access.Principal;
import io.perennial.automation.RoleHolders;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.PrincipalId;
import io.perennial.managementapi.internal.Once.Made;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
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

/** Groups of applications and users, to which roles are assigned. */
@RestController
@RequestMapping("/api/v1/groups")
class GroupsApi {

  private final Groups groups;
  private final RoleHolders holders;
  private final Cursors cursors;
  private final Once once;

  GroupsApi(Groups groups, RoleHolders holders, Cursors cursors, Once once) {
    this.groups = groups;
    this.holders = holders;
    this.cursors = cursors;
    this.once = once;
  }

  @GetMapping
  Listing<GroupView> list(
      @AuthenticationPrincipal Principal actor,
      HttpServletRequest request,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return cursors.list(
        request,
        limit,
        cursor,
        slice -> groups.page(actor, slice),
        all -> all.stream().map(group -> view(actor, group)).toList());
  }

  private GroupView view(Principal actor, Group group) {
    return GroupView.of(group, groups.members(actor, group.id()));
  }

  @PostMapping
  ResponseEntity<GroupView> create(
      @AuthenticationPrincipal Principal actor,
      @RequestHeader(name = Once.HEADER, required = false) @Nullable String key,
      @RequestBody GroupBody body) {
    return once.create(
        actor,
        key,
        body,
        GroupView.class,
        () -> {
          Group made = groups.create(actor, new ObjectName(Texts.of(body.name())));
          return new Made<>(
              "/api/v1/groups/" + made.id().value(),
              Optional.empty(),
              GroupView.of(made, List.of()));
        });
  }

  @GetMapping("/{id}")
  GroupView get(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    return view(actor, groups.get(actor, new PrincipalId(id)));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@AuthenticationPrincipal Principal actor, @PathVariable String id) {
    groups.delete(actor, new PrincipalId(id));
  }

  /** Whoever is in already stays in. */
  @PostMapping("/{id}/members")
  GroupView add(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestBody MemberBody body) {
    Group group = groups.get(actor, new PrincipalId(id));
    groups.add(actor, group.id(), holders.of(body.wish()).id());
    return view(actor, group);
  }

  @DeleteMapping("/{id}/members/{member}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @PathVariable String member) {
    groups.remove(actor, new PrincipalId(id), new PrincipalId(member));
  }
}
