package io.perennial.retention;

import static java.util.stream.Collectors.joining;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.DeletedCertificates;
import io.perennial.certificate.DeletedCertificates.Deleted;
import io.perennial.certificate.Listed;
import io.perennial.issuance.Issuance;
import io.perennial.kernel.CertificateId;
import io.perennial.kernel.Expected;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.kernel.VaultId;
import io.perennial.publication.Bindings;
import io.perennial.scheduling.DurableTasks;
import io.perennial.vault.DeletedVault;
import io.perennial.vault.DeletedVaults;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes, recovers and purges vaults with all that is in them. */
@Service
public class VaultDeletions {

  static final String PURGE = "vault-purge";

  private static final Principal RETENTION = Principal.system("retention");

  /** As many certificates as a refusal names. */
  private static final int NAMED = 5;

  private static final int BATCH = 100;

  /** The task takes up what its caller was killed at. */
  private static final Duration AFTER_CALLER = Duration.ofMinutes(1);

  private final DeletedVaults vaults;
  private final Contents contents;
  private final Authorizer authorizer;
  private final DurableTasks tasks;
  private final TransactionTemplate transaction;
  private final Clock clock;

  VaultDeletions(
      DeletedVaults vaults,
      Contents contents,
      Authorizer authorizer,
      DurableTasks tasks,
      TransactionTemplate transaction,
      Clock clock) {
    this.vaults = vaults;
    this.contents = contents;
    this.authorizer = authorizer;
    this.tasks = tasks;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Deletes a vault to whose certificates no server is bound, for as many days as it says.
   *
   * @param expected revisions
   * @throws Refusal conflict that names the servers that serve them, or because it is the first;
   *     stale when it was changed
   */
  public DeletedVault delete(Principal actor, Vault vault, Expected expected) {
    // Before orders are given up that somebody else may need.
    authorizer.require(actor, Permission.MANAGE_VAULTS, Scope.vault(vault.id()));
    expected.check(vault.revision());
    if (!vault.name().equals(Vaults.FIRST)) {
      requireUnbound(vault);
      for (CertificateId certificate : contents.issuance().open(vault.id())) {
        contents
            .issuance()
            .abandon(RETENTION, certificate, actor.name() + " deleted the certificate's vault.");
      }
    }
    return Objects.requireNonNull(
        transaction.execute(status -> {
          DeletedVault gone = vaults.delete(actor, vault.id(), expected, now());
          contents.deleted().deleteAll(RETENTION, vault.id(), gone.purgeAt());
          tasks.run(PURGE, vault.id().value(), gone.purgeAt());
          return gone;
        }));
  }

  /** As the database keeps it. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** They would go on serving what nobody renews. */
  private void requireUnbound(Vault vault) {
    List<Listed> bound = contents.queries().bound(RETENTION, vault.id(), NAMED + 1);
    if (!bound.isEmpty()) {
      throw Refusal.conflict(
          "Servers serve certificates of the vault %s: %s%s. Remove these bindings first."
              .formatted(
                  vault.name().value(),
                  bound.stream().limit(NAMED).map(this::servers).collect(joining("; ")),
                  bound.size() > NAMED ? "; and others" : ""));
    }
  }

  private String servers(Listed bound) {
    return contents.bindings().truths(RETENTION, bound.certificate().id()).stream()
        .map(truths -> truths.consumer().name().value())
        .distinct()
        .collect(joining(", ", bound.certificate().name().value() + " on ", ""));
  }

  /**
   * Brings a vault back with what was in it when it was deleted.
   *
   * @throws Refusal when it is not deleted any more, or being purged
   */
  public Vault recover(Principal actor, DeletedVault gone) {
    return Objects.requireNonNull(
        transaction.execute(status -> {
          Vault vault = vaults.recover(actor, gone.vault().id());
          contents.deleted().recoverAll(RETENTION, vault.id());
          return vault;
        }));
  }

  /**
   * Removes a deleted vault for good before its time, with all that is in it. Returns when it is
   * gone; should this server be killed meanwhile, the rest goes after its start.
   *
   * @throws Refusal forbidden when it has purge protection
   */
  public void purge(Principal actor, DeletedVault gone) {
    VaultId id = gone.vault().id();
    transaction.executeWithoutResult(status -> {
      vaults.hasten(actor, id, now());
      tasks.run(PURGE, id.value(), now().plus(AFTER_CALLER));
    });
    empty(id);
  }

  /**
   * Purges what is due.
   *
   * @return when to come back: it may have been recovered and deleted anew
   */
  Optional<Instant> due(VaultId id) {
    Optional<DeletedVault> found = vaults.find(RETENTION, id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get().purgeAt().isAfter(clock.instant())) {
      return found.map(DeletedVault::purgeAt);
    }
    if (!found.get().hastened()) {
      vaults.hasten(RETENTION, id, now());
    }
    empty(id);
    return Optional.empty();
  }

  /** Certificate by certificate, so that no transaction lasts long; the vault last. */
  private void empty(VaultId id) {
    List<Deleted> batch = batch(id);
    while (!batch.isEmpty()) {
      batch.forEach(gone -> purgeUnlessGone(gone.certificate().id()));
      batch = batch(id);
    }
    if (vaults.find(RETENTION, id).isPresent()) {
      vaults.purge(RETENTION, id);
    }
  }

  /** The task and its caller may be at the same vault. */
  private void purgeUnlessGone(CertificateId certificate) {
    if (contents.deleted().find(RETENTION, certificate).isPresent()) {
      contents.deleted().purge(RETENTION, certificate);
    }
  }

  private List<Deleted> batch(VaultId id) {
    return contents.deleted().page(RETENTION, id, new Slice(Optional.empty(), BATCH)).items();
  }

  /** What is in vaults. */
  @Component("vaultContents")
  record Contents(
      DeletedCertificates deleted,
      CertificateQueries queries,
      Issuance issuance,
      Bindings bindings) {}
}
