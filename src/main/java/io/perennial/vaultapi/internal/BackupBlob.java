package io.perennial.vaultapi.internal;

import io.perennial.kernel.Refusal;
import java.util.Base64;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** Backups as clients get and send them. */
final class BackupBlob {

  private BackupBlob() {}

  static SecretWire.Backup of(byte[] sealed) {
    return new SecretWire.Backup(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed));
  }

  static byte[] read(JsonBody body, Call call) {
    String sent = body.read(call, SecretBody.class, JsonBody.MOST_BYTES_OF_BACKUP).value();
    if (sent == null) {
      throw VaultProblem.badParameter("value is missing; send a backup.");
    }
    try {
      return Base64.getUrlDecoder().decode(sent);
    } catch (IllegalArgumentException notBase64) {
      throw malformed("value is not base64url.");
    }
  }

  /** What is wrong with a backup, in Key Vault's words. */
  static RuntimeException refused(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.INVALID ? malformed(refusal.sentence()) : refusal;
  }

  private static VaultProblem malformed(String message) {
    return new VaultProblem(
        HttpStatus.BAD_REQUEST, "Malformed backup blob", Optional.empty(), message);
  }
}
