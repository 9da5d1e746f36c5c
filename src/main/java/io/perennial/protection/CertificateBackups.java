package io.perennial.protection;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.Certificate;
import io.perennial.certificate.CertificateArchive;
import io.perennial.certificate.CertificateArchive.Archived;
import io.perennial.certificate.CertificateArchive.ArchivedVersion;
import io.perennial.certificate.CertificateArchive.Restored;
import io.perennial.envelope.Envelope;
import io.perennial.envelope.SealBroken;
import io.perennial.envelope.SealContext;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VaultId;
import io.perennial.key.Keys;
import io.perennial.pki.Pem;
import io.perennial.protection.CertificateBackup.KeptKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Certificates with all their versions and private keys as one sealed value, which only this
 * deployment opens. Whoever may back one up need not be allowed to read its key.
 */
@Service
public class CertificateBackups {

  private static final Principal KEEPING = Principal.system("backup");
  private static final SealContext CONTEXT = new SealContext("certificate-backup", "certificate");

  private final CertificateArchive archive;
  private final Keys keys;
  private final Issuers issuers;
  private final Envelope envelope;
  private final TransactionTemplate transaction;
  private final Authorizer authorizer;

  CertificateBackups(
      CertificateArchive archive,
      Keys keys,
      Issuers issuers,
      Envelope envelope,
      TransactionTemplate transaction,
      Authorizer authorizer) {
    this.archive = archive;
    this.keys = keys;
    this.issuers = issuers;
    this.envelope = envelope;
    this.transaction = transaction;
    this.authorizer = authorizer;
  }

  /**
   * That each key was read is on record before this returns.
   *
   * @throws Refusal when it has no version, or too many
   */
  public byte[] backup(Principal actor, Certificate certificate) {
    authorizer.require(actor, Permission.BACKUP_CERTIFICATES, certificate.scope());
    Archived archived =
        archive.take(actor, certificate.id(), id -> issuers.get(KEEPING, id).name());
    List<KeptKey> kept = new ArrayList<>();
    byte[] content = new byte[0];
    try {
      for (ArchivedVersion version : archived.versions()) {
        kept.add(
            new KeptKey(
                keys.type(version.id()),
                keys.reveal(
                    KEEPING, certificate.scope(), version.id(), "backup for " + actor.name())));
      }
      content = new CertificateBackup(archived, kept).encode();
      return envelope.seal(content, CONTEXT);
    } catch (IOException impossible) {
      throw new IllegalStateException("memory can be written to", impossible);
    } finally {
      kept.forEach(key -> key.pkcs8().close());
      Arrays.fill(content, (byte) 0);
    }
  }

  /**
   * Looks into a backup. The caller closes it.
   *
   * @throws Refusal invalid when it was altered or is another deployment's
   */
  public CertificateBackup open(Principal actor, VaultId vault, byte[] backup) {
    authorizer.require(actor, Permission.RESTORE_CERTIFICATES, Scope.vault(vault));
    try (SecretBytes content = envelope.open(backup, CONTEXT)) {
      return CertificateBackup.decode(content.reveal());
    } catch (SealBroken | IOException foreign) {
      throw Refusal.invalid(
          "The backup was altered, or another deployment made it. Hand in one that this deployment made of a certificate, whole.");
    }
  }

  /**
   * Puts a certificate back under its old name, into whichever vault of the deployment. Where its
   * issuer is not known there, nobody renews it until another is named.
   *
   * @throws Refusal conflict when the name is taken
   */
  public Certificate restore(Principal actor, VaultId vault, CertificateBackup backup) {
    authorizer.require(actor, Permission.RESTORE_CERTIFICATES, Scope.vault(vault));
    IssuerId nobody = nobody();
    return Objects.requireNonNull(
        transaction.execute(status -> {
          Restored restored =
              archive.restore(
                  actor,
                  vault,
                  backup.archived(),
                  name -> issuers.find(KEEPING, vault, name).map(Issuer::id).orElse(nobody));
          adopt(restored, backup);
          return restored.certificate();
        }));
  }

  private void adopt(Restored restored, CertificateBackup backup) {
    for (int at = 0; at < restored.versions().size(); at++) {
      KeptKey key = backup.keys().get(at);
      keys.adopt(
          KEEPING,
          restored.certificate().scope(),
          restored.versions().get(at),
          key.type(),
          Pem.parse(backup.archived().versions().get(at).chain()).getFirst().getPublicKey(),
          key.pkcs8());
    }
  }

  /** The issuer that stands for those that are not known. */
  private IssuerId nobody() {
    return issuers.list(KEEPING).stream()
        .filter(issuer -> !issuers.issuing(issuer))
        .findFirst()
        .map(Issuer::id)
        .orElseThrow(
            () -> Refusal.conflict("Nothing can be restored before the server has fully started."));
  }
}
