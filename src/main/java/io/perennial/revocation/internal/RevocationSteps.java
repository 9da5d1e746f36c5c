package io.perennial.revocation.internal;

import io.perennial.access.Principal;
import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.certificate.Certificates;
import io.perennial.certificate.Version;
import io.perennial.connector.CaMisconfigured;
import io.perennial.connector.CaProtocolError;
import io.perennial.connector.CaUnavailable;
import io.perennial.connector.Connector;
import io.perennial.connector.ConnectorException;
import io.perennial.connector.RevocationOutcome;
import io.perennial.connector.Revoker;
import io.perennial.issuance.Backoff;
import io.perennial.issuer.Crls;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.VersionId;
import io.perennial.pki.Pem;
import io.perennial.revocation.Revocation;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the CA, with no transaction open, and writes down what it said. A connector takes it for
 * success that the certificate is revoked already, so a step whose answer was lost is repeated.
 */
@Component
class RevocationSteps {

  static final Principal REVOCATION = Principal.system("revocation");

  private static final Logger log = LoggerFactory.getLogger(RevocationSteps.class);

  private final RevocationRepository revocations;
  private final Certificates certificates;
  private final Cas cas;
  private final Audit audit;
  private final TransactionTemplate transaction;
  private final Ambient ambient;

  RevocationSteps(
      RevocationRepository revocations,
      Certificates certificates,
      Cas cas,
      Audit audit,
      TransactionTemplate transaction,
      Ambient ambient) {
    this.revocations = revocations;
    this.certificates = certificates;
    this.cas = cas;
    this.audit = audit;
    this.transaction = transaction;
    this.ambient = ambient;
  }

  Instant now() {
    return ambient.clock().instant();
  }

  /** Why nobody could revoke this version, if so. */
  Optional<String> obstacle(Principal actor, Version version) {
    Issuer issuer = cas.issuers().get(actor, version.issuer());
    if (cas.issuers().selfSigning(issuer)) {
      return Optional.of(
          ("A self-signed certificate cannot be revoked: there is no CA that could say so. Renew it"
                  + " for a fresh key, and remove version %d wherever it was trusted by hand.")
              .formatted(version.number()));
    }
    if (!cas.issuers().issuing(issuer)) {
      return Optional.of(
          ("Version %d was imported, so its CA is not known here. Revoke it at that CA, then import"
                  + " its successor.")
              .formatted(version.number()));
    }
    try {
      return cas.issuers().open(actor, issuer.id()) instanceof Revoker
          ? Optional.empty()
          : Optional.of(
              "Perennial cannot revoke at the issuer %s. Revoke it at the CA's own site."
                  .formatted(issuer.name().value()));
    } catch (CaMisconfigured wrong) {
      return Optional.of(
          "The issuer %s cannot be used: %s"
              .formatted(issuer.name().value(), String.valueOf(wrong.getMessage())));
    }
  }

  /**
   * @return when to come back, or empty when it is over
   */
  Optional<Instant> run(VersionId id) {
    Optional<Revocation> found = revocations.find(id);
    Optional<Instant> due = found.flatMap(Revocation::nextStepAt);
    if (found.isEmpty() || due.isEmpty() || due.get().isAfter(now())) {
      return due;
    }
    step(found.get());
    return revocations.find(id).flatMap(Revocation::nextStepAt);
  }

  private void step(Revocation revocation) {
    Version version = certificates.version(REVOCATION, revocation.version()).orElseThrow();
    try {
      switch (ask(revocation, version)) {
        case RevocationOutcome.Revoked revoked -> succeed(revocation, version);
        case RevocationOutcome.Refused(var problem) ->
            end(revocation, problem.detail(), problem.retryAfter());
      }
    } catch (CaUnavailable unavailable) {
      retry(revocation, String.valueOf(unavailable.getMessage()), unavailable.retryAfter());
    } catch (CaMisconfigured wrong) {
      String sentence = String.valueOf(wrong.getMessage());
      cas.issuers().mark(REVOCATION, version.issuer(), Optional.of(sentence));
      retry(revocation, sentence, Optional.empty());
    } catch (CaProtocolError broken) {
      log.error("Version {}: the CA broke its protocol", version.id().value(), broken);
      retry(revocation, String.valueOf(broken.getMessage()), Optional.empty());
    } catch (RuntimeException ours) {
      log.error("Version {} could not be revoked", version.id().value(), ours);
      retry(
          revocation,
          "Perennial failed: " + ours.getClass().getSimpleName() + ". The log says more.",
          Optional.empty());
    }
  }

  private RevocationOutcome ask(Revocation revocation, Version version)
      throws CaUnavailable, CaMisconfigured, CaProtocolError {
    Connector connector = cas.issuers().open(REVOCATION, version.issuer());
    if (!(connector instanceof Revoker revoker)) {
      throw new CaMisconfigured(
          "type", "Its connector cannot revoke any more; put the earlier one back.");
    }
    X509Certificate leaf = Pem.parse(certificates.chain(REVOCATION, version.id())).getFirst();
    try {
      return revoker.revoke(leaf, revocation.reason());
    } catch (ConnectorException outcome) {
      switch (outcome) {
        case CaUnavailable unavailable -> throw unavailable;
        case CaMisconfigured wrong -> throw wrong;
        case CaProtocolError broken -> throw broken;
      }
    }
  }

  private void succeed(Revocation revocation, Version version) {
    write(
        revocation,
        "certificate.revoked",
        revocation.reason().words(),
        () -> revocations.revoked(revocation.version(), now()));
    cas.crls().changed(version.issuer());
  }

  /** The CA's no is final unless it says when another attempt may succeed. */
  private void end(Revocation revocation, String problem, Optional<Duration> retryAfter) {
    if (retryAfter.isPresent()) {
      retry(revocation, problem, retryAfter);
    } else {
      write(
          revocation,
          "certificate.revoke.refused",
          problem,
          () -> revocations.failed(revocation.version(), problem, Optional.empty()));
    }
  }

  private void write(
      Revocation revocation, String action, String detail, java.util.function.BooleanSupplier row) {
    String subject = certificates.scopeOf(REVOCATION, revocation.certificate()).path();
    transaction.executeWithoutResult(status -> {
      if (row.getAsBoolean()) {
        audit.record(new AuditEvent(REVOCATION.name(), action, subject, detail));
      }
    });
  }

  private void retry(Revocation revocation, String problem, Optional<Duration> retryAfter) {
    Duration wait =
        Backoff.after(
            revocation.attempts() + 1,
            retryAfter.orElse(Duration.ZERO),
            Optional.empty(),
            ambient.random());
    revocations.failed(revocation.version(), problem, Optional.of(now().plus(wait)));
  }

  /** Configured CAs, and what is published of their lists. */
  @Component
  record Cas(Issuers issuers, Crls crls) {}

  /** Time and chance. */
  @Component("revocationAmbient")
  record Ambient(Clock clock, RandomGenerator random) {}
}
