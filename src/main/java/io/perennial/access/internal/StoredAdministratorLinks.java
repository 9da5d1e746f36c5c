package io.perennial.access.internal;

import io.perennial.access.AdministratorLinks;
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
import io.perennial.kernel.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class StoredAdministratorLinks implements AdministratorLinks {

  private static final String NAME = "administrator";

  private final Principals principals;
  private final Credentials credentials;
  private final Authorizer authorizer;
  private final Audit audit;

  StoredAdministratorLinks(
      Principals principals, Credentials credentials, Authorizer authorizer, Audit audit) {
    this.principals = principals;
    this.credentials = credentials;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  @Override
  public boolean needed() {
    return principals
        .findByName(Principal.Kind.USER, NAME)
        .filter(administrator -> principals.hasPassword(administrator.id()))
        .isEmpty();
  }

  @Override
  @Transactional
  public Credentials.Issued create(Principal actor) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    Principal administrator =
        principals.findByName(Principal.Kind.USER, NAME).orElseGet(this::register);
    credentials.revoke(administrator.id(), Purpose.ADMINISTRATOR_LINK);
    audit.record(new AuditEvent(actor.name(), "administrator.link", NAME, ""));
    return credentials.issue(administrator.id(), Purpose.ADMINISTRATOR_LINK, LIFE);
  }

  private Principal register() {
    Principal administrator = principals.register(Principal.Kind.USER, NAME);
    principals.assign(administrator.id(), Role.ADMINISTRATOR, Scope.deployment());
    return administrator;
  }

  @Override
  @Transactional
  public Principal redeem(String token) {
    Principal administrator =
        credentials
            .redeem(token, Purpose.ADMINISTRATOR_LINK)
            .flatMap(principals::find)
            .orElseThrow(() ->
                Refusal.unauthenticated(
                    "This link was used or has expired. Make another on the server with:"
                        + " deploy/perennial admin-link"));
    audit.record(new AuditEvent(NAME, "administrator.link.used", NAME, ""));
    return administrator;
  }

  @Override
  @Transactional
  public void setPassword(Principal administrator, CharSequence password) {
    authorizer.require(administrator, Permission.MANAGE_ACCESS, Scope.deployment());
    principals.setPassword(administrator.id(), password);
    audit.record(new AuditEvent(administrator.name(), "password.set", administrator.name(), ""));
  }
}
