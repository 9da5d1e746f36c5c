package io.perennial.publication.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What every use case of this module passes through: rights, audit, transactions, time and chance.
 */
@Component
class Gate {

  private final Authorizer authorizer;
  private final Audit audit;
  private final Clock clock;
  private final RandomGenerator random;
  private final TransactionTemplate transactions;

  Gate(
      Authorizer authorizer,
      Audit audit,
      Clock clock,
      RandomGenerator random,
      PlatformTransactionManager transactions) {
    this.authorizer = authorizer;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
    this.transactions = new TransactionTemplate(transactions);
  }

  void require(Principal actor, Permission permission, Scope scope) {
    authorizer.require(actor, permission, scope);
  }

  void record(AuditEvent event) {
    audit.record(event);
  }

  /** For what is done between longer work, which no transaction may span. */
  void atomically(Runnable work) {
    transactions.executeWithoutResult(status -> work.run());
  }

  <T> T atomically(Supplier<T> work) {
    return Objects.requireNonNull(transactions.execute(status -> work.get()));
  }

  Instant now() {
    return clock.instant();
  }

  RandomGenerator random() {
    return random;
  }
}
