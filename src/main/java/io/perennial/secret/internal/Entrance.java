package io.perennial.secret.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/** What every use case passes through. */
@Component
record Entrance(Authorizer authorizer, Audit audit) {

  /** Recorded with the running transaction. */
  void did(Principal actor, String action, Scope scope, String detail) {
    audit.record(new AuditEvent(actor.name(), action, scope.path(), detail));
  }

  /** On record before this returns, whatever becomes of the running transaction. */
  void read(Principal actor, String action, Scope scope, String detail) {
    try {
      audit.recordReading(new AuditEvent(actor.name(), action, scope.path(), detail)).join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    }
  }
}
