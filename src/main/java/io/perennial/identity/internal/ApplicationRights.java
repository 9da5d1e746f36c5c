package io.perennial.identity.internal;

import io.perennial.access.Application;
import io.perennial.access.Applications;
import io.perennial.access.Authorizer;
import io.perennial.access.ClientId;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.kernel.Refusal;
import org.springframework.stereotype.Component;

/** Who may change how an application shows who it is, and where that is written down. */
@Component
record ApplicationRights(Authorizer authorizer, Applications applications, Audit audit) {

  Application require(Principal actor, ClientId application) {
    authorizer.require(actor, Permission.MANAGE_ACCESS, Scope.deployment());
    return applications.get(actor, application);
  }

  /**
   * @throws Refusal when it was revoked, which nothing undoes
   */
  Application requireStanding(Principal actor, ClientId application) {
    Application known = require(actor, application);
    if (known.revokedAt().isPresent()) {
      throw Refusal.conflict(
          "The application %s was revoked for good. Register another under another name."
              .formatted(known.name().value()));
    }
    return known;
  }

  void record(Principal actor, String action, Application subject, String detail) {
    audit.record(new AuditEvent(actor.name(), action, subject.name().value(), detail));
  }
}
