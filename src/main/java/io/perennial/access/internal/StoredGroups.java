package io.perennial.access.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Group;
import io.perennial.access.Groups;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class StoredGroups implements Groups {

  private final GroupRepository repository;
  private final Principals principals;
  private final ApplicationRepository applications;
  private final Authorizer authorizer;
  private final Audit audit;

  StoredGroups(
      GroupRepository repository,
      Principals principals,
      ApplicationRepository applications,
      Authorizer authorizer,
      Audit audit) {
    this.repository = repository;
    this.principals = principals;
    this.applications = applications;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  private void require(Principal actor) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
  }

  @Override
  public Group create(Principal actor, ObjectName name) {
    require(actor);
    Principal made = principals.register(Principal.Kind.GROUP, name.value());
    record(actor, "group.create", name, "");
    return new Group(made.id(), name);
  }

  @Override
  @Transactional(readOnly = true)
  public Page<Group> page(Principal actor, Slice slice) {
    require(actor);
    return Page.of(
        repository.page(slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        group -> group.name().value());
  }

  @Override
  @Transactional(readOnly = true)
  public Group get(Principal actor, PrincipalId id) {
    require(actor);
    return principals
        .find(id)
        .filter(found -> found.kind() == Principal.Kind.GROUP)
        .map(found -> new Group(found.id(), new ObjectName(found.name())))
        .orElseThrow(() -> missing(id));
  }

  private static Refusal missing(PrincipalId id) {
    return Refusal.notFound("There is no group " + id.value() + ".");
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<Group> find(Principal actor, ObjectName name) {
    require(actor);
    return principals
        .findByName(Principal.Kind.GROUP, name.value())
        .map(found -> new Group(found.id(), name));
  }

  @Override
  @Transactional(readOnly = true)
  public List<Principal> members(Principal actor, PrincipalId group) {
    return repository.members(get(actor, group).id());
  }

  private Group hold(Principal actor, PrincipalId group) {
    require(actor);
    return repository.hold(group).orElseThrow(() -> missing(group));
  }

  @Override
  public void add(Principal actor, PrincipalId group, PrincipalId member) {
    Group held = hold(actor, group);
    Principal wanted =
        principals
            .find(member)
            .filter(found ->
                found.kind() == Principal.Kind.USER || applications.find(member).isPresent())
            .orElseThrow(() -> Refusal.invalid("A group's members are applications and users."));
    List<Principal> members = repository.members(group);
    if (members.contains(wanted)) {
      return;
    }
    if (members.size() >= MOST) {
      throw Refusal.conflict("A group has at most %d members.".formatted(MOST));
    }
    repository.add(group, member);
    record(actor, "group.add", held.name(), wanted.name());
  }

  @Override
  public void remove(Principal actor, PrincipalId group, PrincipalId member) {
    Group held = hold(actor, group);
    if (!repository.remove(group, member)) {
      throw Refusal.notFound("It is not in the group %s.".formatted(held.name().value()));
    }
    record(
        actor,
        "group.remove",
        held.name(),
        principals.find(member).map(Principal::name).orElse(member.value()));
  }

  @Override
  public void delete(Principal actor, PrincipalId group) {
    Group held = hold(actor, group);
    repository.delete(group);
    record(actor, "group.delete", held.name(), "");
  }

  private void record(Principal actor, String action, ObjectName name, String detail) {
    audit.record(new AuditEvent(actor.name(), action, name.value(), detail));
  }
}
