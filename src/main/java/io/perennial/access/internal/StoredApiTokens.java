package io.perennial.access.internal;

import io.perennial.access.ApiToken;
import io.perennial.access.ApiTokens;
import io.perennial.access.Authorizer;
import io.perennial.access.Credentials;
import io.perennial.access.Credentials.Purpose;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Principals;
import io.perennial.access.Role;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.PrincipalId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredApiTokens implements ApiTokens {

  private final ApiTokenRepository repository;
  private final Principals principals;
  private final Credentials credentials;
  private final Authorizer authorizer;
  private final Audit audit;

  StoredApiTokens(
      ApiTokenRepository repository,
      Principals principals,
      Credentials credentials,
      Authorizer authorizer,
      Audit audit) {
    this.repository = repository;
    this.principals = principals;
    this.credentials = credentials;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  @Override
  @Transactional
  public Created create(Principal actor, Wanted wanted) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, wanted.scope());
    if (!ROLES.contains(wanted.role())) {
      throw Refusal.invalid("A token is a reader, an operator or an administrator.");
    }
    if (!wanted.life().isPositive() || wanted.life().compareTo(LONGEST) > 0) {
      throw Refusal.invalid(
          "A token lives 1 to %d days; %d is usual.".formatted(LONGEST.toDays(), USUAL.toDays()));
    }
    Principal holder = principals.register(Principal.Kind.APPLICATION, wanted.name().value());
    principals.assign(holder.id(), wanted.role(), wanted.scope());
    if (!wanted.scope().equals(Scope.deployment())) {
      principals.assign(holder.id(), Role.ISSUER_USER, Scope.deployment());
    }
    Credentials.Issued issued = credentials.issue(holder.id(), Purpose.API, wanted.life());
    audit.record(
        new AuditEvent(
            actor.name(),
            "token.create",
            wanted.name().value(),
            "%s at %s until %s".formatted(wanted.role(), wanted.scope(), issued.expiresAt())));
    return new Created(load(holder.id()), issued);
  }

  private ApiToken load(PrincipalId id) {
    return repository
        .find(id)
        .orElseThrow(() -> Refusal.notFound("There is no API token " + id.value() + "."));
  }

  @Override
  @Transactional(readOnly = true)
  public Page<ApiToken> page(Principal actor, Slice slice) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    return Page.of(
        repository.page(slice.after().orElse(""), slice.limit() + 1),
        slice.limit(),
        token -> token.name().value());
  }

  @Override
  @Transactional(readOnly = true)
  public ApiToken get(Principal actor, PrincipalId id) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    return load(id);
  }

  @Override
  @Transactional(readOnly = true)
  public Optional<ApiToken> find(Principal actor, ObjectName name) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    return repository.find(name);
  }

  /** The role stays in the list, where it tells what the token could do. */
  @Override
  @Transactional
  public ApiToken revoke(Principal actor, PrincipalId id) {
    ApiToken token = get(actor, id);
    credentials.revoke(id, Purpose.API);
    audit.record(
        new AuditEvent(actor.name(), "token.revoke", token.name().value(), token.role().name()));
    return load(id);
  }

  @Override
  @Transactional
  public Optional<Principal> authenticate(String token) {
    return credentials
        .verify(token, Purpose.API)
        .flatMap(principals::find)
        .filter(holder -> holder.kind() == Principal.Kind.APPLICATION);
  }
}
