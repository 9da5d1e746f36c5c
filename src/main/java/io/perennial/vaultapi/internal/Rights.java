package io.perennial.vaultapi.internal;

import io.perennial.access.Applications;
import io.perennial.access.Authorizer;
import io.perennial.access.DataAction;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import org.springframework.stereotype.Component;

/** Says who may not do what and where in the words by which people find out why. */
@Component
class Rights {

  private final Authorizer authorizer;
  private final Applications applications;
  private final Audit audit;

  Rights(Authorizer authorizer, Applications applications, Audit audit) {
    this.authorizer = authorizer;
    this.applications = applications;
    this.audit = audit;
  }

  /**
   * @param object for the message, such as {@code certificates/web}
   */
  void require(Call call, DataAction action, Scope scope, String object) {
    Principal caller = call.caller();
    String vault = call.vault().name().value();
    if (authorizer.allows(caller, action.permission(), scope)) {
      return;
    }
    audit.denied(caller.name(), action.toString(), scope.path());
    throw VaultProblem.forbidden(
        "ForbiddenByRbac",
        """
        Caller is not authorized to perform action on resource.
        If role assignments were changed recently, a new request sees them at once.
        Caller: appid=%s;oid=%s;iss=%s
        Action: '%s'
        Resource: '/vaults/%s/%s'
        Assignment: (not found)
        DecisionReason: null
        Vault: %s\
        """
            .formatted(
                applications
                    .of(caller.id())
                    .map(application -> application.clientId().value())
                    .orElse("none"),
                caller.id().value(),
                TokenIssuer.of(call.request()),
                action,
                vault,
                object,
                vault));
  }
}
