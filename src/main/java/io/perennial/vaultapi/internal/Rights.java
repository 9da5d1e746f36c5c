package io.perennial.vaultapi.internal;

import io.perennial.access.Applications;
import io.perennial.access.Authorizer;
import io.perennial.access.DataAction;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/** Says who may not do what and where in the words by which people find out why. */
@Component
class Rights {

  private static final Set<DataAction> READINGS =
      EnumSet.of(
          DataAction.CERTIFICATES_READ, DataAction.CERTIFICATECAS_READ, DataAction.KEYS_READ);

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
      if (READINGS.contains(action)) {
        read(call, object);
      }
      return;
    }
    audit.denied(
        new AuditEvent(
            caller.name(), action.toString(), scope.path(), OperationNames.of(call.request())));
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

  /**
   * Puts a reading on record whose domain keeps no record of it. Not under the object's scope:
   * nothing changed there, and what is kept in memory of it stays good.
   */
  private void read(Call call, String object) {
    try {
      audit
          .recordReading(
              new AuditEvent(
                  call.caller().name(),
                  OperationNames.of(call.request()),
                  call.vault().name().value() + "/" + object,
                  ""))
          .join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }
}
