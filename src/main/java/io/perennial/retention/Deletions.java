package io.perennial.retention;

import static java.util.stream.Collectors.joining;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.DeletedCertificates;
import io.perennial.certificate.DeletedCertificates.Deleted;
import io.perennial.issuance.Issuance;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Refusal;
import io.perennial.publication.Bindings;
import io.perennial.scheduling.DurableTasks;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes, recovers and purges certificates. */
@Service
public class Deletions {

  static final String PURGE = "certificate-purge";

  private static final Principal RETENTION = Principal.system("retention");

  private final DeletedCertificates deleted;
  private final Bindings bindings;
  private final Issuance issuance;
  private final DurableTasks tasks;
  private final TransactionTemplate transaction;
  private final Surroundings surroundings;

  Deletions(
      DeletedCertificates deleted,
      Bindings bindings,
      Issuance issuance,
      DurableTasks tasks,
      TransactionTemplate transaction,
      Surroundings surroundings) {
    this.deleted = deleted;
    this.bindings = bindings;
    this.issuance = issuance;
    this.tasks = tasks;
    this.transaction = transaction;
    this.surroundings = surroundings;
  }

  /**
   * Deletes a certificate that no server is bound to, for as many days as its vault says.
   *
   * @throws Refusal conflict that names the servers that serve it
   */
  public Deleted delete(Principal actor, Certificate certificate) {
    requireUnbound(certificate);
    Instant purge = vault(certificate).purgeOf(surroundings.clock().instant());
    issuance.abandon(actor, certificate.id(), actor.name() + " deleted the certificate.");
    return Objects.requireNonNull(
        transaction.execute(status -> {
          Deleted gone = deleted.delete(actor, certificate.id(), purge);
          tasks.run(PURGE, certificate.id().value(), purge);
          return gone;
        }));
  }

  /** They would go on serving what nobody renews. */
  private void requireUnbound(Certificate certificate) {
    String servers =
        bindings.truths(RETENTION, certificate.id()).stream()
            .map(truths ->
                "%s for %s:%d"
                    .formatted(
                        truths.consumer().name().value(),
                        truths.binding().address(),
                        truths.binding().port()))
            .collect(joining(", "));
    if (!servers.isEmpty()) {
      throw Refusal.conflict(
          "The certificate is in use: %s. Remove these bindings first.".formatted(servers));
    }
  }

  /**
   * @throws Refusal when it is not deleted any more
   */
  public Certificate recover(Principal actor, Deleted gone) {
    return deleted.recover(actor, gone.certificate().id());
  }

  /**
   * Removes a deleted certificate for good before its time.
   *
   * @throws Refusal forbidden when its vault protects it from that
   */
  public void purge(Principal actor, Deleted gone) {
    if (vault(gone.certificate()).purgeProtection()) {
      throw Refusal.forbidden(
          "The vault has purge protection: the certificate goes by itself on %s and not before."
              .formatted(gone.purge()));
    }
    deleted.purge(actor, gone.certificate().id());
  }

  private Vault vault(Certificate certificate) {
    return surroundings.vaults().find(certificate.vault()).orElseThrow();
  }

  /**
   * Purges what is due.
   *
   * @return when to come back: it may have been recovered and deleted anew
   */
  Optional<Instant> due(CertificateId id) {
    Optional<Deleted> found = deleted.find(RETENTION, id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get().purge().isAfter(surroundings.clock().instant())) {
      return found.map(Deleted::purge);
    }
    deleted.purge(RETENTION, id);
    return Optional.empty();
  }

  /** Time, and how long vaults keep what is deleted. */
  @org.springframework.stereotype.Component("retentionSurroundings")
  record Surroundings(Clock clock, Vaults vaults) {}
}
