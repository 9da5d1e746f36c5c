package io.perennial.vaultapi.internal;

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
  private final Audit audit;

  Rights(Authorizer authorizer, Audit audit) {
    this.authorizer = authorizer;
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
        Caller: name=%s;oid=%s
        Action: '%s'
        Resource: '/vaults/%s/%s'
        Assignment: (not found)
        Vault: %s\
        """
            .formatted(caller.name(), caller.id().value(), action, vault, object, vault));
  }
}
