package io.perennial.access.internal;

import io.perennial.access.Assignment;
import io.perennial.access.Assignments;
import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
class StoredAssignments implements Assignments {

  private final AssignmentRepository repository;
  private final Principals principals;
  private final ApplicationRepository applications;
  private final Authorizer authorizer;
  private final Audit audit;
  private final Clock clock;

  StoredAssignments(
      AssignmentRepository repository,
      Principals principals,
      ApplicationRepository applications,
      Authorizer authorizer,
      Audit audit,
      Clock clock) {
    this.repository = repository;
    this.principals = principals;
    this.applications = applications;
    this.authorizer = authorizer;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public Assignment assign(Principal actor, Wanted wanted) {
    Held held = new Held(wanted.principal(), wanted.role(), wanted.scope());
    requireMay(actor, held);
    if (!ROLES.contains(wanted.role())) {
      throw Refusal.invalid("This role is not handed out.");
    }
    if (OWN.contains(wanted.role()) && !wanted.scope().equals(Scope.deployment())) {
      throw Refusal.invalid(
          "%s holds for the whole deployment. Choose one of Key Vault's roles for a vault or an object in it."
              .formatted(wanted.role().title()));
    }
    Optional<Instant> ends = wanted.endsAt().map(end -> end.truncatedTo(ChronoUnit.MICROS));
    if (ends.filter(end -> !end.isAfter(clock.instant())).isPresent()) {
      throw Refusal.invalid("A role ends in the future. Choose a later date.");
    }
    Principal holder = holder(wanted.principal());
    if (ends.isPresent()) {
      requireAnother(held);
    }
    repository.delete(held);
    repository.insert(new Wanted(held.principal(), held.role(), held.scope(), ends));
    record(actor, "role.assign", held, holder.name() + ends.map(end -> " until " + end).orElse(""));
    return new Assignment(holder, held.role(), held.scope(), ends);
  }

  /** Servers hold what they are bound to, and API tokens what they were made with. */
  private Principal holder(PrincipalId id) {
    return principals
        .find(id)
        .filter(found ->
            switch (found.kind()) {
              case USER, GROUP -> true;
              case APPLICATION -> applications.find(id).isPresent();
              case CONSUMER, SYSTEM -> false;
            })
        .orElseThrow(
            () -> Refusal.invalid("Roles are assigned to applications, users and groups."));
  }

  private void requireMay(Principal actor, Held held) {
    if (held.role().delegable()
        && authorizer.allows(actor, Permission.DELEGATE_ACCESS, held.scope())) {
      return;
    }
    authorizer.require(actor, Permission.MANAGE_ACCESS, held.scope());
  }

  private void requireAnother(Held held) {
    if (held.role() == Role.ADMINISTRATOR
        && repository.find(held).filter(found -> found.endsAt().isEmpty()).isPresent()
        && !repository.anotherAdministrator(held.principal())) {
      throw Refusal.conflict(
          "Nobody would be left who administers the deployment. Make another user its administrator first.");
    }
  }

  @Override
  public void remove(Principal actor, Held held) {
    requireMay(actor, held);
    Assignment known = load(held);
    requireAnother(held);
    repository.delete(held);
    record(actor, "role.remove", held, known.principal().name());
  }

  private Assignment load(Held held) {
    return repository
        .find(held)
        .orElseThrow(() -> Refusal.notFound("This role is not held there."));
  }

  @Override
  @Transactional(readOnly = true)
  public Assignment get(Principal actor, Held held) {
    requireSees(actor, held.scope());
    return load(held);
  }

  private void requireSees(Principal actor, Scope scope) {
    if (!authorizer.allows(actor, Permission.DELEGATE_ACCESS, scope)) {
      authorizer.require(actor, Permission.MANAGE_ACCESS, scope);
    }
  }

  @Override
  @Transactional(readOnly = true)
  public Page<Assignment> page(Principal actor, Filter filter, Slice slice) {
    requireSees(actor, filter.scope());
    return Page.of(
        repository.page(filter, slice.after().map(StoredAssignments::held), slice.limit() + 1),
        slice.limit(),
        last ->
            String.join(
                " ", last.principal().id().value(), last.role().name(), last.scope().path()));
  }

  private static Held held(String place) {
    String[] parts = place.split(" ", 3);
    return new Held(new PrincipalId(parts[0]), Role.valueOf(parts[1]), new Scope(parts[2]));
  }

  private void record(Principal actor, String action, Held held, String whom) {
    audit.record(
        new AuditEvent(
            actor.name(),
            action,
            held.scope().path(),
            "%s to %s".formatted(held.role().word(), whom)));
  }
}
